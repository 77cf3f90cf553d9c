package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.judge.TableReader.State;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were deleted one by one, in whole files, put elsewhere and brought back, as every reader sees them. */
class RowChangesTest {
    private static final List<Field> COLUMNS = List.of(Field.optional("id", LONG), Field.optional("part", STRING));
    private static final List<String> COLUMN_TEXTS = List.of("id long", "part string");

    @TempDir
    private Path folder;

    private TestLake lake;
    /** What each version has. */
    private final List<List<List<Object>>> versions = new ArrayList<>();

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<List<Object>> rows(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> asList((Object) id, "p" + id % 2))
                .toList();
    }

    private TestTable create(Map<String, String> properties, List<String> partitionColumns, List<List<Object>> rows) {
        versions.add(rows);
        return TestTable.create(lake, "changing", COLUMNS, partitionColumns, properties, rows);
    }

    /** Notes what the version that was made last is to have. */
    private void expect(TestTable table, List<List<Object>> rows) {
        table.expect(rows);
        versions.add(rows);
    }

    private List<List<Object>> last() {
        return versions.get(versions.size() - 1);
    }

    private void append(TestTable table, List<List<Object>> more) {
        List<List<Object>> rows = new ArrayList<>(last());
        rows.addAll(more);
        table.append(more);
        versions.add(rows);
    }

    private void delete(TestTable table, LongPredicate ids) {
        table.commit("DELETE", new DeleteRows(positions(table, ids)));
        expect(
                table,
                last().stream().filter(row -> !ids.test((long) row.get(0))).toList());
    }

    /** Where rows that are still there are. */
    private Map<String, RowPositions> positions(TestTable table, LongPredicate ids) {
        Map<String, RowPositions> found = new LinkedHashMap<>();
        for (ScanTask task : table.open().snapshot().plan(Predicate.ALL).tasks()) {
            long[] positions = lake
                    .duckdb()
                    .query(
                            "SELECT id, file_row_number FROM read_parquet(%s, file_row_number=true)"
                                    .formatted(SqlText.literal(task.location())),
                            row -> new long[] {row.number(1), row.number(2)})
                    .stream()
                    .filter(row -> ids.test(row[0]))
                    .mapToLong(row -> row[1])
                    .toArray();
            RowPositions rows =
                    RowPositions.of(positions).minus(task.deletions().positions());
            if (!rows.isEmpty()) {
                found.put(task.file().path(), rows);
            }
        }
        return found;
    }

    private void everyVersionIsReadBack(TestTable table, List<String> partitionColumns) {
        table.isReadBackAs(versions.size() - 1, COLUMN_TEXTS, partitionColumns);
        for (TableReader reader : lake.rowReaders(table.name())) {
            for (int version = 0; version < versions.size(); version++) {
                assertThat(reader.at(version))
                        .as("%s at %d", reader.getClass().getSimpleName(), version)
                        .isEqualTo(new State(
                                version, COLUMN_TEXTS, partitionColumns, Canonical.rows(versions.get(version))));
            }
        }
    }

    @Test
    void severalRoundsOfDeletionsAreReadInEveryVersion() {
        TestTable table = create(Map.of(), List.of(), rows(0, 3000));
        append(table, rows(3000, 3010));

        delete(table, id -> id == 5 || id == 3001);
        delete(table, id -> id % 3 == 0);
        delete(table, id -> id >= 3000 && id < 3009);
        delete(table, id -> id > 100 && id < 2500);
        delete(table, id -> id >= 3000);

        everyVersionIsReadBack(table, List.of());
        assertThat(table.open().snapshot().fileCount()).isEqualTo(1);
    }

    @Test
    void deletionsInPartitionsAreReadAndWholePartitionsGo() {
        TestTable table = create(Map.of(), List.of("part"), rows(0, 2000));

        delete(table, id -> id % 7 == 0);
        append(table, rows(2000, 2020));
        delete(table, id -> id % 2 == 0 && id < 2000);
        delete(table, id -> id == 2001);

        everyVersionIsReadBack(table, List.of("part"));
    }

    @Test
    void compactedAndRestoredTablesAreRead() {
        TestTable table = create(Map.of(), List.of(), rows(0, 1000));
        append(table, rows(1000, 1010));
        delete(table, id -> id % 5 == 1);
        List<String> paths = table.open().snapshot().plan(Predicate.ALL).tasks().stream()
                .map(task -> task.file().path())
                .toList();
        AppendFiles compact = table.write(lake.duckdb(), table.open().current().metadata(), last());

        table.commit("OPTIMIZE", new ReplaceFiles(paths, compact.files()));
        expect(table, last());
        delete(table, id -> id < 500);
        table.commit("RESTORE", new Restore(new TableVersion(2)));
        expect(table, versions.get(2));
        delete(table, id -> id % 5 == 2);
        table.commit("RESTORE", new Restore(new TableVersion(0)));
        expect(table, versions.get(0));
        table.commit("RESTORE", new Restore(new TableVersion(6)));
        expect(table, versions.get(6));

        everyVersionIsReadBack(table, List.of());
    }

    @Test
    void checkpointsCarryDeletionsAndRemovedFiles() throws Exception {
        TestTable table = create(Map.of("delta.checkpointInterval", "2"), List.of(), rows(0, 3000));
        for (int i = 0; i < 6; i++) {
            int round = i;
            append(table, rows(3000 + 10L * i, 3010 + 10L * i));
            delete(table, id -> id % 50 == round || (id % 10 == round && id > 2000));
        }
        LongPredicate second = id -> id >= 3000 && id < 3010;
        table.commit(
                "DELETE", new RemoveFiles(List.copyOf(positions(table, second).keySet())));
        expect(
                table,
                last().stream().filter(row -> !second.test((long) row.get(0))).toList());
        lake.close();
        lake = TestLake.in(folder);
        TestTable reopened = TestTable.existing(lake, table.name(), last());

        everyVersionIsReadBack(reopened, List.of());
        assertThat(Path.of(reopened.open().table().location(), "_delta_log")
                        .toFile()
                        .list((log, name) -> name.contains(".checkpoint.")))
                .isNotEmpty();
    }

    @Test
    void aTableThatIsMadeAnewIsReadAsTheNewOne() {
        TestTable table = create(Map.of(), List.of("part"), rows(0, 100));
        delete(table, id -> id < 10);
        TableMetadata metadata = new TableMetadata(
                table.open().table().id(),
                TableSchema.of(Field.optional("name", STRING), Field.optional("id", LONG)),
                List.of(),
                Map.of("mine", "1"),
                Optional.of("anew"));

        table.commit("CREATE OR REPLACE TABLE", new Redefine(metadata));
        table.expect(List.of());
        table.append(List.of(asList("a", 1L), asList("b", 2L)));

        table.isReadBackAs(3, List.of("name string", "id long"), List.of());
        for (TableReader reader : lake.rowReaders(table.name())) {
            assertThat(reader.at(1))
                    .isEqualTo(new State(1, COLUMN_TEXTS, List.of("part"), Canonical.rows(versions.get(1))));
        }
        table.commit("RESTORE", new Restore(new TableVersion(1)));
        table.expect(versions.get(1));
        table.isReadBackAs(4, COLUMN_TEXTS, List.of("part"));
    }
}
