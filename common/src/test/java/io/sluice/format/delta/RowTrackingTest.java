package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.Reads;
import io.sluice.commit.RetryPolicy;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.commit.Transaction;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.FormatTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.Storage;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import io.sluice.table.TableProperties.RowTrackingColumns;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowTrackingTest {
    private static final Operation WRITE = new Operation("test/1", "WRITE", Map.of(), Map.of());
    private static final Map<String, String> TRACKED = Map.of("delta.enableRowTracking", "true");

    private final Catalog catalog = new MemoryCatalog();
    private final Storage storage = new MemoryStorage(InstantSource.system());
    private final DeltaFormat format = DeltaFormat.system();
    private final CatalogTable reserved =
            new CatalogTable(TableId.random(), TableName.of("s", "t"), "delta", "/lake/t");

    @AfterEach
    void close() {
        format.close();
    }

    @Test
    void everyFileGetsAsManyIdsAsItHasRows() {
        FormatTable table = create(TRACKED, append("a", 3));

        commit(table, append("b", 2), append("c", 5));

        assertThat(lineages(table)).containsExactly("a 0..2 v0", "b 3..4 v1", "c 5..9 v1");
        assertThat(domain(table)).isEqualTo("{\"rowIdHighWaterMark\":9}");
        assertThat(((DeltaSnapshot) table.snapshot()).state().protocol().writerFeatures())
                .contains("rowTracking", "domainMetadata");
    }

    @Test
    void appendsThatRaceGetDifferentIds() throws Exception {
        FormatTable table = create(TRACKED);
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String name = "w" + writer;
            FormatTable own = DeltaFormat.system().open(reserved, catalog, storage);
            writers.add(new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    commit(own, TableVersion.FIRST, append(name + "-" + i, 7));
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        Set<Long> ids = new HashSet<>();
        for (ScanTask task : table.snapshot().plan(Predicate.ALL).tasks()) {
            for (int row = 0; row < 7; row++) {
                assertThat(ids.add(task.lineage().orElseThrow().firstRowId() + row))
                        .isTrue();
            }
        }
        assertThat(ids).hasSize(4 * 10 * 7);
        assertThat(domain(table)).isEqualTo("{\"rowIdHighWaterMark\":279}");
    }

    @Test
    void rowsKeepTheirIdsWhenOthersAreDeletedFromTheirFile() {
        FormatTable table = create(TRACKED, append("a", 3));

        commit(table, new DeleteRows(Map.of("a", RowPositions.of(0))));

        assertThat(lineages(table)).containsExactly("a 0..2 v0");
        assertThat(domain(table)).isEqualTo("{\"rowIdHighWaterMark\":2}");
        ScanTask task = table.snapshot().plan(Predicate.ALL).tasks().get(0);
        assertThat(task.deletions().count()).isEqualTo(1);
    }

    @Test
    void restoredRowsHaveTheIdsThatTheyHad() {
        FormatTable table = create(TRACKED, append("a", 3));
        storage.create("/lake/t/a", new byte[10]);
        commit(table, new RemoveFiles(List.of("a")), append("b", 3));

        commit(table, new Restore(TableVersion.FIRST));
        commit(table, append("c", 1));

        assertThat(lineages(table)).containsExactly("a 0..2 v0", "c 6..6 v3");
    }

    @Test
    void aTableThatStartsToTrackRowsGivesIdsToThoseThatAreThere() {
        FormatTable table = create(Map.of(), append("a", 3), append("b", 2));
        commit(table, new DeleteRows(Map.of("b", RowPositions.of(1))));
        assertThat(table.snapshot().plan(Predicate.ALL).tasks())
                .allMatch(task -> task.lineage().isEmpty());

        commit(table, new SetProperties(TRACKED, Set.of()));

        assertThat(lineages(table)).containsExactly("a 0..2 v2", "b 3..4 v2");
        assertThat(table.snapshot().fileCount()).isEqualTo(2);
        assertThat(table.snapshot().plan(Predicate.ALL).tasks().stream()
                        .mapToLong(task -> task.deletions().count()))
                .containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void idsAreNotUsedTwiceWhenTheTableIsMadeAnew() {
        FormatTable table = create(TRACKED, append("a", 3));
        TableMetadata wanted =
                table.current().metadata().withSchema(TableSchema.of(Field.optional("x", Primitive.LONG)));

        commit(table, new Redefine(wanted), append("b", 2));

        assertThat(lineages(table)).containsExactly("b 3..4 v1");
    }

    @Test
    void theColumnsForIdsAreKnownBeforeTheCommitAndKeepTheirNames() {
        TableMetadata wanted = new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.optional("id", Primitive.LONG)),
                List.of(),
                TRACKED,
                Optional.empty());

        TableMetadata planned = format.planned(wanted);

        RowTrackingColumns columns = TableProperties.of(planned).rowTracking().orElseThrow();
        assertThat(columns.rowId()).startsWith("_row-id-col-");
        assertThat(columns.rowVersion()).startsWith("_row-commit-version-col-");
        assertThat(create(TRACKED).current().metadata().properties()).isEqualTo(planned.properties());
        assertThatThrownBy(() -> DeltaProperties.requireSettable(Map.of(TableProperties.ROW_ID_COLUMN, "x")))
                .hasMessageContaining("not supported");
    }

    @Test
    void aCommitSaysWhetherIdsAreCertainToBeKept() {
        FormatTable table = create(TRACKED, append("a", 3), append("b", 2));

        commit(table, append("c", 1));
        commit(table, new DeleteRows(Map.of("a", RowPositions.of(0))), append("d", 1));

        assertThat(commitText(1)).contains("\"tags\":{\"delta.rowTracking.preserved\":\"true\"}");
        assertThat(commitText(2)).contains("\"tags\":{\"delta.rowTracking.preserved\":\"false\"}");
    }

    private String commitText(long version) {
        byte[] content =
                storage.read("/lake/t/_delta_log/%020d.json".formatted(version)).orElseThrow();
        return new String(content, StandardCharsets.UTF_8);
    }

    @Test
    void rowsThatNobodyHasCountedCannotBeTracked() {
        FormatTable table = create(TRACKED);

        assertThatThrownBy(() -> commit(table, append("a", FileStatistics.UNKNOWN_ROW_COUNT)))
                .hasMessageContainingAll("'a'", "counted");
    }

    @Test
    void theHeadInTheCatalogKeepsTheMark() {
        DeltaHead head = DeltaHead.parse(catalog(create(TRACKED, append("a", 3))));
        DeltaHead foreign = head.withHighestRowId(OptionalLong.empty());

        assertThat(head.highestRowId()).hasValue(2);
        assertThat(DeltaHead.parse(head.text())).isEqualTo(head);
        assertThat(DeltaHead.parse(foreign.text()).highestRowId()).isEmpty();
    }

    private String catalog(FormatTable table) {
        return catalog.tip(table.table().id(), TableVersion.FIRST).orElseThrow().head();
    }

    private FormatTable create(Map<String, String> properties, TableChange... changes) {
        TableMetadata metadata = new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.optional("id", Primitive.LONG)),
                List.of(),
                properties,
                Optional.empty());
        return ((Created) format.create(reserved, metadata, List.of(changes), WRITE, catalog, storage)).table();
    }

    private static void commit(FormatTable table, TableChange... changes) {
        commit(table, table.current().version(), changes);
    }

    private static void commit(FormatTable table, TableVersion read, TableChange... changes) {
        Transaction transaction =
                new Transaction(Reads.schemaOf(read), List.of(changes), IsolationLevel.WRITE_SERIALIZABLE, WRITE);
        assertThat(new Committer(RetryPolicy.DEFAULT, Pacing.system()).commit(table.target(), transaction))
                .isInstanceOf(Committed.class);
    }

    private static AppendFiles append(String name, long rowCount) {
        return new AppendFiles(List.of(new DataFile(name, 10, 20, Map.of(), new FileStatistics(rowCount, Map.of()))));
    }

    private static Set<String> lineages(FormatTable table) {
        Set<String> lineages = new TreeSet<>();
        for (ScanTask task : table.snapshot().plan(Predicate.ALL).tasks()) {
            long first = task.lineage().orElseThrow().firstRowId();
            lineages.add("%s %d..%d v%d"
                    .formatted(
                            task.file().path(),
                            first,
                            first + task.file().statistics().rowCount() - 1,
                            task.lineage().get().version()));
        }
        return lineages;
    }

    private static String domain(FormatTable table) {
        return ((DeltaSnapshot) table.snapshot())
                .state()
                .domains()
                .get("delta.rowTracking")
                .configuration();
    }
}
