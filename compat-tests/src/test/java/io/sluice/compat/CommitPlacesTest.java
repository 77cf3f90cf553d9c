package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.judge.StatisticsJudge;
import io.sluice.compat.judge.TableReader;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Call;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.storage.LocalStorage;
import io.sluice.table.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a ratified commit is, readers find it: inline in the catalog, staged, published, in a checkpoint. */
class CommitPlacesTest {
    private static final List<Field> COLUMNS = List.of(Field.optional("id", LONG), Field.optional("name", STRING));
    private static final List<String> COLUMN_TEXTS = List.of("id long", "name string");

    @TempDir
    private Path folder;

    private final FaultyStorage storage = new FaultyStorage(new LocalStorage());
    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.over(folder, storage);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void commitsThatAreNotPublishedAreReadFromTheCatalog() {
        TestTable table = TestTable.create(lake, "tail", COLUMNS);
        table.append(List.of(asList(1, "published")));
        refusePublishing();
        table.append(List.of(asList(2, "inline"))).append(List.of(asList(3, "inline")));

        CommittedTable committed = lake.committed(table.name());
        assertThat(committed.tail().keySet()).contains(2L, 3L);
        assertThat(log(committed)).contains("00000000000000000001.json").doesNotContain("00000000000000000002.json");
        table.isReadBackAs(3, COLUMN_TEXTS, List.of());

        storage.inject(FaultyStorage.Faults.NONE);
        table.append(List.of(asList(4, "publishes those before")));
        assertThat(log(committed)).contains("00000000000000000002.json", "00000000000000000004.json");
        table.isReadBackAs(4, COLUMN_TEXTS, List.of());
    }

    @Test
    void bigCommitsAreStagedAsFiles() {
        TestTable table = TestTable.create(lake, "big", COLUMNS);
        refusePublishing();
        String megabytes = "x".repeat(2 << 20);
        table.commit("SET TBLPROPERTIES", new SetProperties(Map.of("big", megabytes), Set.of()));
        table.append(List.of(asList(1, "after")));

        CommittedTable committed = lake.committed(table.name());
        assertThat(Files.exists(committed
                        .folder()
                        .resolve("_delta_log/_staged_commits/"
                                + committed.tail().get(1L).fileName())))
                .isTrue();
        for (TableReader reader : lake.readers(table.name())) {
            assertThat(reader.properties()).containsEntry("big", megabytes);
        }
        table.isReadBackAs(2, COLUMN_TEXTS, List.of());

        storage.inject(FaultyStorage.Faults.NONE);
        table.append(List.of(asList(2, "publishes those before")));
        assertThat(log(committed)).contains("00000000000000000001.json");
        table.isReadBackAs(3, COLUMN_TEXTS, List.of());
    }

    @Test
    void aCheckpointStandsForTheCommitsBeforeIt() throws IOException {
        TestTable table = TestTable.create(
                lake,
                "checked",
                COLUMNS,
                List.of("name"),
                Map.of("delta.checkpointInterval", "5"),
                List.of(asList(0, "a/b é")));
        table.commit("WRITE", new AdvanceWriter("loader", 7));
        table.commit("SET TBLPROPERTIES", new SetProperties(Map.of("owner", "é"), Set.of()));
        for (int i = 1; i <= 10; i++) {
            table.append(List.of(asList(i, i % 3 == 0 ? null : "p" + i)));
        }

        CommittedTable whole = lake.committed(table.name());
        // Checkpoints are written beside the commits.
        await().atMost(Duration.ofSeconds(30)).until(() -> lastCheckpoint(whole) >= 5);
        long checkpoint = lastCheckpoint(whole);
        CommittedTable cut = whole.copyTo(folder.resolve("cut"));
        for (long version = 0; version < checkpoint; version++) {
            Files.delete(cut.folder().resolve("_delta_log/%020d.json".formatted(version)));
        }

        TableReader.State expected = new TableReader.State(12, COLUMN_TEXTS, List.of("name"), table.rows());
        for (TableReader judge : lake.judges(cut)) {
            assertThat(judge.latest()).as(judge.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(judge.writerVersion("loader")).hasValue(7);
            assertThat(judge.properties()).containsEntry("owner", "é");
        }
        assertThat(StatisticsJudge.complaints(new KernelJudge(cut))).isEmpty();
        table.isReadBackAs(12, COLUMN_TEXTS, List.of("name"));
    }

    private static long lastCheckpoint(CommittedTable table) {
        return log(table).stream()
                .filter(name -> name.contains(".checkpoint."))
                .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
                .max()
                .orElse(-1);
    }

    private void refusePublishing() {
        storage.inject((call, location) ->
                (call == Call.CREATE || call == Call.COPY) && location.matches(".*/_delta_log/\\d{20}\\.json")
                        ? Effect.REFUSE
                        : Effect.PASS);
    }

    private static List<String> log(CommittedTable table) {
        try (Stream<Path> files = Files.list(table.folder().resolve("_delta_log"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
