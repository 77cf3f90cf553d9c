package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.Transaction;
import io.sluice.duckdb.Cancellation;
import io.sluice.format.FormatTable;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else happens to the table, the files and the process while an ingest is at work. */
class IngestRacesTest {
    @TempDir
    Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = new TestLake(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    /** A file that takes the engine long enough for the progress listener to be called while it is read. */
    private String longFile(String name) {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 1_500_000; i++) {
            text.append(i).append(",some name of a row\n");
        }
        return lake.file(name, text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private IngestReport ingestWhile(Runnable meanwhile, String... sources) {
        AtomicBoolean done = new AtomicBoolean();
        ProgressListener once = progress -> {
            if (done.compareAndSet(false, true)) {
                meanwhile.run();
            }
        };
        IngestReport report = Ingest.run(lake.lake(), lake.request(sources), once, new Cancellation());
        assertThat(done).as("something happened meanwhile").isTrue();
        return report;
    }

    @Test
    void twoCreatorsOfOneTableBothLand() {
        String file = longFile("a.csv");
        String other = lake.file("b.csv", "id,name", "-1,b");
        IngestReport report = ingestWhile(() -> lake.ingest(other), file);
        assertThat(report.version()).contains(new TableVersion(1));
        assertThat(report.created()).isFalse();
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(lake.files()).hasSize(2);
        assertThat(lake.parquetFiles()).as("files of the lost attempt are gone").isEqualTo(2);
    }

    @Test
    void aFileThatAnotherProcessBringsInMeanwhileIsInOnce() {
        lake.ingest(lake.file("first.csv", "id,name", "-1,b"));
        String file = longFile("a.csv");
        IngestReport report = ingestWhile(() -> lake.ingest(file), file);
        assertThat(report.outcome()).isEmpty();
        assertThat(report.skipped()).hasSize(1);
        assertThat(lake.query("count(*)")).containsExactly("1500001");
        assertThat(lake.parquetFiles()).isEqualTo(2);
    }

    @Test
    void aSchemaChangeMeanwhileIsLookedAtAgain() {
        lake.ingest(lake.file("first.csv", "id,name", "-1,b"));
        String file = longFile("a.csv");
        assertThatThrownBy(() -> ingestWhile(
                        () -> {
                            FormatTable table = lake.lake().table(TestLake.ORDERS);
                            Transaction wider = new Transaction(
                                    Reads.schemaOf(table.current().version()),
                                    List.of(new AlterSchema(
                                            List.of(new AddColumn(Field.optional("city", Primitive.STRING))))),
                                    IsolationLevel.WRITE_SERIALIZABLE,
                                    new Operation("test", "ADD COLUMNS", Map.of(), Map.of()));
                            assertThat(lake.lake().commit(table, wider)).isInstanceOf(Committed.class);
                        },
                        file))
                .hasMessage("%s lacks the column 'city', which the table has: use --schema-mode merge to leave it empty"
                        .formatted(file));
        assertThat(lake.parquetFiles()).as("files of the lost attempt are gone").isEqualTo(1);
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotCommitted() {
        String file = longFile("a.csv");
        assertThatThrownBy(() -> ingestWhile(
                        () -> {
                            try {
                                Files.writeString(Path.of(file), "7,x\n", StandardOpenOption.APPEND);
                            } catch (java.io.IOException failure) {
                                throw new java.io.UncheckedIOException(failure);
                            }
                        },
                        file))
                .hasMessage(
                        ("%s changed while it was read: nothing was committed; try again when it is complete, and move"
                                        + " files into place instead of writing them there")
                                .formatted(file));
        assertThat(lake.hasTable()).isFalse();
        assertThat(lake.parquetFiles()).isZero();
    }

    @Test
    void cancellingLeavesNothing() {
        String file = longFile("a.csv");
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() ->
                        Ingest.run(lake.lake(), lake.request(file), progress -> cancellation.cancel(), cancellation))
                .hasMessage("cancelled: nothing was committed");
        assertThat(lake.hasTable()).isFalse();
        assertThat(lake.parquetFiles()).isZero();
    }

    @Test
    void eightWritersOfTwentyFilesAllLand() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<IngestReport>> reports = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String file = lake.file("f" + i + ".csv", "id,name", i + ",x");
                reports.add(writers.submit(() -> lake.ingest(file)));
            }
            for (Future<IngestReport> report : reports) {
                assertThat(report.get().outcome().orElseThrow()).isInstanceOf(Committed.class);
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(lake.query("count(*)")).containsExactly("20");
        assertThat(lake.current().version()).isEqualTo(new TableVersion(19));
    }

    @Test
    void aCatalogThatFallsSilentLeavesTheFilesAndSaysSo() {
        lake.ingest(lake.file("first.csv", "id,name", "-1,b"));
        lake.silenceCatalog();
        IngestReport report = lake.ingest(lake.file("a.csv", "id,name", "1,a"));
        assertThat(report.outcome().orElseThrow()).isInstanceOf(Unknown.class);
        assertThat(report.version()).isEmpty();
        assertThat(lake.parquetFiles()).isEqualTo(2);
    }
}
