package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.Transaction;
import io.sluice.compat.judge.Canonical;
import io.sluice.duckdb.ParquetCopy;
import io.sluice.duckdb.SqlText;
import io.sluice.duckdb.WrittenFile;
import io.sluice.format.CommittedChanges;
import io.sluice.scan.FileChanges;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes of each version, as delta-spark's change feed and Sluice tell them from the same commits. */
class ChangeFeedTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private TestTable table;
    private final List<List<Object>> expected = new ArrayList<>();

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void commit(String operation, TableChange... changes) {
        Transaction transaction = new Transaction(
                Reads.schemaOf(table.open().current().version()),
                List.of(changes),
                IsolationLevel.WRITE_SERIALIZABLE,
                new Operation("compat-tests/1", operation, Map.of(), Map.of()));
        assertThat(lake.lake().commit(table.open(), transaction)).isInstanceOf(Committed.class);
    }

    private void expect(long id, String name, String change, long version) {
        expected.add(asList(id, name, change, version));
    }

    private List<ScanTask> files() {
        return table.open().snapshot().plan(Predicate.ALL).tasks();
    }

    private List<String> paths() {
        return files().stream().map(task -> task.file().path()).toList();
    }

    /** Ids by position, of the file with whatever was deleted. */
    private Map<Long, List<Object>> rowsOf(ScanTask task) {
        Map<Long, List<Object>> rows = new HashMap<>();
        lake.duckdb()
                .query(
                        "SELECT id, name, file_row_number FROM read_parquet(%s, file_row_number=true)"
                                .formatted(SqlText.literal(task.location())),
                        row -> rows.put(row.number(3), asList(row.number(1), row.text(2))));
        return rows;
    }

    private DeleteRows delete(LongPredicate ids) {
        Map<String, RowPositions> deleted = new HashMap<>();
        for (ScanTask task : files()) {
            long[] positions = rowsOf(task).entrySet().stream()
                    .filter(row -> ids.test((long) row.getValue().get(0)))
                    .mapToLong(Map.Entry::getKey)
                    .toArray();
            RowPositions rows =
                    RowPositions.of(positions).minus(task.deletions().positions());
            if (!rows.isEmpty()) {
                deleted.put(task.file().path(), rows);
            }
        }
        return new DeleteRows(deleted);
    }

    private AppendFiles write(List<List<Object>> rows) {
        return table.write(lake.duckdb(), table.open().current().metadata(), rows);
    }

    private AddChangeData changeData(String select) throws Exception {
        Path place = Path.of(table.open().table().location());
        Files.createDirectories(place.resolve("_change_data"));
        List<DataFile> files = new ArrayList<>();
        for (WrittenFile file :
                new ParquetCopy(select, place.resolve("_change_data"), "cdc-", List.of()).run(lake.duckdb())) {
            files.add(new DataFile(
                    place.relativize(file.path()).toString(),
                    file.sizeBytes(),
                    Files.getLastModifiedTime(file.path()).toMillis(),
                    Map.of(),
                    FileStatistics.UNKNOWN));
        }
        return new AddChangeData(files);
    }

    @Test
    void deltaSparkAndSluiceTellTheSameChanges() throws Exception {
        List<Field> columns = List.of(Field.optional("id", LONG), Field.optional("name", STRING));
        table = TestTable.create(
                lake, "fed", columns, List.of(), Map.of("delta.enableChangeDataFeed", "true"), List.of());
        commit("WRITE", write(List.of(asList(1L, "a"), asList(2L, "b"), asList(3L, "c"))));
        expect(1, "a", "insert", 1);
        expect(2, "b", "insert", 1);
        expect(3, "c", "insert", 1);
        commit("WRITE", write(List.of(asList(4L, "d"), asList(5L, "e"))));
        expect(4, "d", "insert", 2);
        expect(5, "e", "insert", 2);
        commit("DELETE", delete(id -> id == 1));
        expect(1, "a", "delete", 3);
        commit("OPTIMIZE", compaction());
        commit(
                "UPDATE",
                delete(id -> id == 2),
                write(List.of(asList(2L, "B"))),
                changeData("SELECT * FROM (VALUES (2::BIGINT, 'b', 'update_preimage'), (2, 'B', 'update_postimage'))"
                        + " rows(id, name, _change_type)"));
        expect(2, "b", "update_preimage", 5);
        expect(2, "B", "update_postimage", 5);
        commit("DELETE", delete(id -> id == 2 || id == 4));
        expect(2, "B", "delete", 6);
        expect(4, "d", "delete", 6);
        commit("DELETE", new RemoveFiles(paths()));
        expect(3, "c", "delete", 7);
        expect(5, "e", "delete", 7);
        commit("RESTORE", new Restore(new TableVersion(3)));
        expect(2, "b", "insert", 8);
        expect(3, "c", "insert", 8);
        expect(4, "d", "insert", 8);
        expect(5, "e", "insert", 8);

        assertThat(lake.deltaSpark(table.name()).changes(1, 8)).isEqualTo(Canonical.rows(expected));
        assertThat(sluiceChanges()).isEqualTo(Canonical.rows(expected));
    }

    private ReplaceFiles compaction() {
        List<List<Object>> rows = List.of(asList(2L, "b"), asList(3L, "c"), asList(4L, "d"), asList(5L, "e"));
        return new ReplaceFiles(paths(), write(rows).files());
    }

    private List<String> sluiceChanges() {
        List<List<Object>> rows = new ArrayList<>();
        for (CommittedChanges commit : table.open().changes(new TableVersion(1), new TableVersion(8))) {
            FileChanges files = commit.files();
            long version = commit.version().number();
            if (files.changeData().isEmpty()) {
                files.added().forEach(task -> addLeft(task, "insert", version, rows));
                files.removed().forEach(task -> addLeft(task, "delete", version, rows));
                files.deleted()
                        .forEach(deleted -> rowsOf(deleted.task()).forEach((position, row) -> {
                            if (deleted.positions().contains(position)) {
                                rows.add(asList(row.get(0), row.get(1), "delete", version));
                            }
                        }));
            }
            for (ScanTask task : files.changeData()) {
                lake.duckdb()
                        .query(
                                "SELECT id, name, _change_type FROM read_parquet(%s)"
                                        .formatted(SqlText.literal(task.location())),
                                row -> rows.add(asList(row.number(1), row.text(2), row.text(3), version)));
            }
        }
        return Canonical.rows(rows);
    }

    private void addLeft(ScanTask task, String change, long version, List<List<Object>> rows) {
        rowsOf(task).forEach((position, row) -> {
            if (!task.deletions().positions().contains(position)) {
                rows.add(asList(row.get(0), row.get(1), change, version));
            }
        });
    }
}
