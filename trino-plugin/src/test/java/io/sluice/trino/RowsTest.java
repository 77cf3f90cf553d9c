package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.read.StoredRows;
import io.sluice.trino.types.TrinoTypes;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingConnectorSession;
import io.trino.testing.TransactionBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowsTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;
    private static Lake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING);
        trino = SluiceQueryRunner.of(folder, 1);
    }

    @AfterAll
    static void stop() {
        trino.close();
        lake.close();
    }

    private static void create(String name, Map<String, String> properties, List<String> partitions, Field... columns) {
        EmptyTables.create(lake, "s." + name, properties, partitions, columns);
    }

    /** Ids from 0, in two files, with a text and a part. */
    private static void numbers(String name, Map<String, String> properties, List<String> partitions) {
        create(
                name,
                properties,
                partitions,
                Field.optional("id", Primitive.LONG),
                Field.optional("text", Primitive.STRING),
                Field.optional("part", Primitive.INTEGER));
        for (String range : List.of("0, 4", "5, 9")) {
            run("INSERT INTO s.%s SELECT n, 'old', CAST(n %% 2 AS integer) FROM UNNEST(sequence(%s)) AS t(n)"
                    .formatted(name, range));
        }
    }

    private static long run(String sql) {
        return trino.execute(sql).getUpdateCount().orElse(-1);
    }

    private static List<String> rows(String sql) {
        return trino.execute(sql).getMaterializedRows().stream()
                .map(row -> row.getFields().toString())
                .toList();
    }

    private static List<ScanTask> files(String name) {
        return lake.table(TableName.parse("s." + name))
                .snapshot()
                .plan(Predicate.ALL)
                .tasks();
    }

    private static void change(String name) {
        assertThat(run("DELETE FROM s.%s WHERE id IN (1, 6)".formatted(name))).isEqualTo(2);
        assertThat(run("UPDATE s.%s SET text = 'new', part = part + 10 WHERE id >= 7".formatted(name)))
                .isEqualTo(3);
        assertThat(run("""
                MERGE INTO s.%s t USING (VALUES (0, 'a'), (2, 'b'), (100, 'c')) AS v(id, text) ON t.id = v.id
                WHEN MATCHED AND v.id = 0 THEN DELETE
                WHEN MATCHED THEN UPDATE SET text = v.text
                WHEN NOT MATCHED THEN INSERT (id, text, part) VALUES (v.id, v.text, 7)""".formatted(name))).isEqualTo(3);
        assertThat(rows("SELECT id, text, part FROM s.%s ORDER BY id".formatted(name)))
                .containsExactly(
                        "[2, b, 0]",
                        "[3, old, 1]",
                        "[4, old, 0]",
                        "[5, old, 1]",
                        "[7, new, 11]",
                        "[8, new, 10]",
                        "[9, new, 11]",
                        "[100, c, 7]");
    }

    @Test
    void rows_are_deleted_updated_and_merged_by_deletion_vectors() {
        numbers("vectors", Map.of(), List.of());
        change("vectors");
        assertThat(files("vectors")).anyMatch(task -> !task.deletions().isEmpty());
    }

    @Test
    void rows_that_change_their_partition_go_to_files_of_the_other_one() {
        numbers("partitioned", Map.of(), List.of("part"));
        change("partitioned");
    }

    @Test
    void without_deletion_vectors_files_are_written_anew() {
        numbers("plain", Map.of("delta.enableDeletionVectors", "false"), List.of("part"));
        change("plain");
        assertThat(files("plain")).allMatch(task -> task.deletions().isEmpty());
    }

    @Test
    void changes_are_told_to_the_change_feed() {
        for (String vectors : List.of("true", "false")) {
            String name = "told_" + vectors;
            numbers(
                    name,
                    Map.of("delta.enableChangeDataFeed", "true", "delta.enableDeletionVectors", vectors),
                    List.of());
            change(name);
            List<String> told = told(name);
            assertThat(told)
                    .contains(
                            "[7, old, update_preimage]",
                            "[7, new, update_postimage]",
                            "[0, old, delete]",
                            "[2, old, update_preimage]",
                            "[2, b, update_postimage]",
                            "[100, c, insert]");
            // A commit that does nothing but delete by deletion vectors tells it by them.
            assertThat(told.contains("[1, old, delete]")).isEqualTo(vectors.equals("false"));
        }
    }

    @Test
    void rows_keep_their_ids() {
        for (String vectors : List.of("true", "false")) {
            String name = "tracked_" + vectors;
            numbers(name, Map.of("delta.enableRowTracking", "true", "delta.enableDeletionVectors", vectors), List.of());
            Map<String, String> before = ids(name);
            change(name);
            Map<String, String> after = ids(name);
            assertThat(before).hasSize(10);
            before.keySet().removeAll(List.of("0", "1", "6"));
            assertThat(after).containsAllEntriesOf(before).hasSize(8);
            assertThat(before.values()).doesNotContain(after.get("100"), "null");
        }
    }

    private static final SluiceColumnHandle ID = column(Field.optional("id", Primitive.LONG));
    private static final SluiceColumnHandle TEXT = column(Field.optional("text", Primitive.STRING));

    private static SluiceColumnHandle column(Field field) {
        return new SluiceColumnHandle(
                Role.STORED, field.name(), List.of(), TrinoTypes.type(field.type()), StoredField.of(field));
    }

    /** What files of changes say of rows, in the versions after the first. */
    private static List<String> told(String name) {
        FormatTable table = lake.table(TableName.parse("s." + name));
        List<String> told = new ArrayList<>();
        table.changes(new TableVersion(1), table.snapshot().version())
                .forEach(commit -> commit.files()
                        .changeData()
                        .forEach(task -> read(
                                task,
                                List.of(ID, TEXT, column(Field.optional("_change_type", Primitive.STRING))),
                                RowIdColumn.of(Optional.empty()),
                                told)));
        return told;
    }

    /** Row ids by the id that the test gave. */
    private static Map<String, String> ids(String name) {
        Map<String, String> ids = new HashMap<>();
        String kept = lake.table(TableName.parse("s." + name))
                .snapshot()
                .metadata()
                .properties()
                .get("delta.rowTracking.materializedRowIdColumnName");
        SluiceColumnHandle rowId = RowIdColumn.of(Optional.of(kept));
        for (ScanTask task : files(name)) {
            List<String> rows = new ArrayList<>();
            read(task, List.of(ID, rowId), rowId, rows);
            for (String row : rows) {
                String[] parts = row.replaceAll("[\\[\\] ]", "").split(",", -1);
                ids.put(parts[0], parts[parts.length - 1]);
            }
        }
        return ids;
    }

    private static void read(
            ScanTask task, List<SluiceColumnHandle> columns, SluiceColumnHandle rowId, List<String> rows) {
        new StoredRows(new LocalFileSystemFactory(Path.of("/")), ParquetReaderOptions.defaultOptions())
                .forEach(TestingConnectorSession.SESSION, task, columns, rowId, position -> true, page -> {
                    for (int row = 0; row < page.getPositionCount(); row++) {
                        List<Object> values = new ArrayList<>();
                        for (int channel = 0; channel < columns.size(); channel++) {
                            values.add(columns.get(channel).type().getObjectValue(page.getBlock(channel), row));
                        }
                        rows.add(values.toString());
                    }
                });
    }

    @Test
    void rows_are_changed_by_what_the_table_was_before_and_by_what_it_is() {
        numbers("past", Map.of(), List.of());
        long version =
                lake.table(TableName.parse("s.past")).snapshot().version().number();
        assertThat(run("DELETE FROM s.past WHERE id IN (1, 6)")).isEqualTo(2);

        assertThat(run("""
                MERGE INTO s.past t USING (SELECT * FROM s.past FOR VERSION AS OF %d) v ON t.id = v.id
                WHEN MATCHED AND t.id > 7 THEN DELETE
                WHEN MATCHED THEN UPDATE SET text = 'again'
                WHEN NOT MATCHED THEN INSERT (id, text) VALUES (v.id, 'back')""".formatted(version))).isEqualTo(10);
        assertThat(run("MERGE INTO s.past t USING s.past v ON t.id = v.id + 1 WHEN MATCHED THEN UPDATE SET part = 77"))
                .isEqualTo(7);
        assertThat(rows("SELECT * FROM s.past ORDER BY id"))
                .containsExactly(
                        "[0, again, 0]",
                        "[1, back, 77]",
                        "[2, again, 77]",
                        "[3, again, 77]",
                        "[4, again, 77]",
                        "[5, again, 77]",
                        "[6, back, 77]",
                        "[7, again, 77]");
    }

    @Test
    void whole_partitions_go_without_a_look_at_rows() {
        numbers("parts", Map.of(), List.of("part"));
        assertThat(run("DELETE FROM s.parts WHERE part = 1")).isEqualTo(5);
        assertThat(files("parts")).hasSize(2).allMatch(task -> task.deletions().isEmpty());
        assertThat(rows("SELECT id FROM s.parts ORDER BY 1")).containsExactly("[0]", "[2]", "[4]", "[6]", "[8]");
        assertThat(run("DELETE FROM s.parts")).isEqualTo(5);
        assertThat(files("parts")).isEmpty();
    }

    @Test
    void a_row_that_two_rows_of_the_source_match_is_an_error() {
        numbers("twice", Map.of(), List.of());
        assertThatThrownBy(() -> run("MERGE INTO s.twice t USING (VALUES 1, 1) AS v(id) ON t.id = v.id"
                        + " WHEN MATCHED THEN UPDATE SET text = 'x'"))
                .hasMessageContaining("One MERGE target table row matched more than one source row");
    }

    @Test
    void tables_that_only_take_new_rows_are_left_alone() {
        numbers("only_new", Map.of("delta.appendOnly", "true"), List.of());
        for (String sql : List.of("DELETE FROM s.only_new WHERE id = 1", "DELETE FROM s.only_new")) {
            assertThatThrownBy(() -> run(sql)).hasMessageContaining("only takes new rows");
        }
    }

    @Test
    void rows_may_be_deleted_from_tables_that_other_engines_make_values_of() {
        create(
                "checked",
                Map.of("delta.constraints.positive", "id > 0"),
                List.of(),
                Field.optional("id", Primitive.LONG));
        assertThat(run("DELETE FROM s.checked WHERE id = 1")).isZero();
    }

    @Test
    void statements_of_a_transaction_see_what_came_before() {
        numbers("together", Map.of(), List.of());
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(trino.getDefaultSession(), session -> {
                    trino.execute(session, "INSERT INTO s.together VALUES (50, 'mine', 0)");
                    trino.execute(session, "UPDATE s.together SET text = 'changed' WHERE id IN (0, 50)");
                    trino.execute(session, "DELETE FROM s.together WHERE id < 5 AND id > 0");
                });
        assertThat(rows("SELECT id, text FROM s.together WHERE text <> 'old' ORDER BY 1"))
                .containsExactly("[0, changed]", "[50, changed]");
        assertThat(rows("SELECT count(*) FROM s.together")).containsExactly("[7]");
    }

    private static void inTransaction(String name, String update, String meanwhile) {
        numbers(name, Map.of(), List.of());
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(trino.getDefaultSession(), session -> {
                    trino.execute(session, update);
                    run(meanwhile);
                });
    }

    @Test
    void of_two_changes_of_a_row_the_first_commit_wins() {
        assertThatThrownBy(() -> inTransaction(
                        "race",
                        "UPDATE s.race SET text = 'late' WHERE id = 1",
                        "UPDATE s.race SET text = 'first' WHERE id = 1"))
                .hasMessageContaining("rejected, nothing is committed");
        assertThat(rows("SELECT text FROM s.race WHERE id = 1")).containsExactly("[first]");
    }

    @Test
    void rows_that_are_added_meanwhile_are_in_nobodys_way() {
        inTransaction(
                "beside",
                "UPDATE s.beside SET text = 'new' WHERE id = 1",
                "INSERT INTO s.beside VALUES (1, 'other', 0)");
        assertThat(rows("SELECT text FROM s.beside WHERE id = 1 ORDER BY 1")).containsExactly("[new]", "[other]");
    }
}
