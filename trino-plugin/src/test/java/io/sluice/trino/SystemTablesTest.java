package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.DistributedQueryRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of tables: system tables, earlier versions, changes. */
final class SystemTablesTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        trino = SluiceQueryRunner.of(folder, 0);
        trino.execute("CREATE TABLE orders (id bigint, \"Day\" date) WITH (partitioned_by = ARRAY['day'],"
                + " extra_properties = ARRAY['owner=me'])");
        trino.execute("INSERT INTO orders VALUES (1, DATE '2026-01-01'), (2, DATE '2026-01-01')");
        trino.execute("INSERT INTO orders VALUES (3, NULL)");
        trino.execute("CREATE TABLE plain AS SELECT 1 AS x");
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static List<String> rows(Session session, String sql) {
        return trino.execute(session, sql).getMaterializedRows().stream()
                .map(row -> row.getFields().toString())
                .toList();
    }

    private static List<String> rows(String sql) {
        return rows(trino.getDefaultSession(), sql);
    }

    private static void refused(String sql, String message) {
        assertThatThrownBy(() -> trino.execute(sql)).hasMessageContaining(message);
    }

    @Test
    void the_history_names_every_commit() {
        assertThat(rows("SELECT version, operation, is_blind_append, engine_info LIKE 'sluice/%(trino 483)'"
                        + " FROM \"orders$history\" ORDER BY version"))
                .containsExactly("[0, CREATE TABLE, false, true]", "[1, WRITE, true, true]", "[2, WRITE, true, true]");
        assertThat(rows("SELECT snapshot_id, parent_id, operation FROM \"orders$snapshots\""
                        + " WHERE committed_at <= current_timestamp ORDER BY 1"))
                .containsExactly("[0, null, CREATE TABLE]", "[1, 0, WRITE]", "[2, 1, WRITE]");
    }

    @Test
    void files_and_partitions_are_counted() {
        assertThat(rows("SELECT \"partition\".day, record_count, deleted_record_count, null_value_counts['id'],"
                        + " lower_bounds['id'], upper_bounds['id'] FROM \"orders$files\" ORDER BY 2"))
                .containsExactly("[null, 1, 0, 0, 3, 3]", "[2026-01-01, 2, 0, 0, 1, 2]");
        assertThat(rows("SELECT \"partition\".day, record_count, file_count, total_size > 0"
                        + " FROM \"orders$partitions\" ORDER BY 2"))
                .containsExactly("[null, 1, 1, true]", "[2026-01-01, 2, 1, true]");
        assertThat(rows("SELECT record_count, file_count FROM \"plain$partitions\""))
                .containsExactly("[1, 1]");
        assertThat(rows("SELECT value FROM \"orders$properties\" WHERE key = 'owner'"))
                .containsExactly("[me]");
        refused("SELECT * FROM \"orders$nothing\"", "does not exist");
        refused("SELECT * FROM \"missing$files\"", "does not exist");
    }

    @Test
    void files_that_nothing_needs_are_listed_once_they_are_old_enough() throws IOException {
        trino.execute("CREATE TABLE littered AS SELECT 1 AS x");
        Path file = Path.of((String)
                trino.execute("SELECT file_path FROM \"littered$files\"").getOnlyValue());
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
        Files.setLastModifiedTime(file, longAgo);
        Files.setLastModifiedTime(Files.writeString(file.resolveSibling("lost.parquet"), "lost"), longAgo);
        Files.writeString(file.resolveSibling("young.parquet"), "of a write that goes on");

        assertThat(rows(
                        "SELECT file_path, file_size_in_bytes, file_modified_time < current_timestamp - INTERVAL '3' DAY"
                                + " FROM \"littered$orphan_files\""))
                .containsExactly("[" + file.resolveSibling("lost.parquet") + ", 4, true]");
    }

    @Test
    void earlier_versions_are_read_by_number() {
        assertThat(rows("SELECT count(*), sum(id) FROM orders FOR VERSION AS OF 1"))
                .containsExactly("[2, 3]");
        assertThat(rows("SELECT id FROM orders FOR VERSION AS OF 0")).isEmpty();
        refused("SELECT id FROM orders FOR VERSION AS OF 9", "9");
    }

    @Test
    void earlier_versions_are_read_by_time() {
        Session tokyo = Session.builder(trino.getDefaultSession())
                .setTimeZoneKey(TimeZoneKey.getTimeZoneKey("Asia/Tokyo"))
                .build();
        String committed =
                (String) trino.execute("SELECT to_iso8601(timestamp) FROM \"orders$history\" WHERE version = 1")
                        .getOnlyValue();
        String last = (String) trino.execute("SELECT to_iso8601(max(timestamp)) FROM \"orders$history\"")
                .getOnlyValue();
        String local = (String) trino.execute(
                        tokyo,
                        "SELECT cast(cast(timestamp AT TIME ZONE 'Asia/Tokyo' AS timestamp(3)) AS varchar)"
                                + " FROM \"orders$history\" WHERE version = 1")
                .getOnlyValue();

        assertThat(rows("SELECT count(*) FROM orders FOR TIMESTAMP AS OF from_iso8601_timestamp('" + committed + "')"))
                .containsExactly("[2]");
        assertThat(rows(tokyo, "SELECT count(*) FROM orders FOR TIMESTAMP AS OF TIMESTAMP '" + local + "'"))
                .containsExactly("[2]");
        assertThat(rows("SELECT count(*) FROM orders FOR TIMESTAMP AS OF from_iso8601_timestamp('" + last + "')"))
                .containsExactly("[3]");
        refused("SELECT * FROM orders FOR TIMESTAMP AS OF DATE '1999-12-31'", "orders");
    }

    @Test
    void changes_tell_what_commits_did_to_rows() {
        trino.execute("CREATE TABLE moved (id bigint, name varchar)");
        trino.execute("INSERT INTO moved VALUES (1, 'a'), (2, 'b')");
        trino.execute("INSERT INTO moved VALUES (3, 'c')");

        assertThat(rows("SELECT id, name, _change_type, _commit_version, _commit_timestamp <= current_timestamp"
                        + " FROM TABLE(system.table_changes(schema_name => 'default', table_name => 'moved'))"
                        + " ORDER BY id"))
                .containsExactly("[1, a, insert, 1, true]", "[2, b, insert, 1, true]", "[3, c, insert, 2, true]");
        assertThat(rows("SELECT id, _commit_version FROM TABLE(system.table_changes('default', 'moved', 1))"))
                .containsExactly("[3, 2]");
        assertThat(rows("SELECT count(*) FROM TABLE(system.table_changes('default', 'moved', 2))"))
                .containsExactly("[0]");
        assertThat(rows("SELECT count(*) FROM TABLE(system.table_changes('default', 'moved')) WHERE id > 1"))
                .containsExactly("[2]");
        refused("SELECT * FROM TABLE(system.table_changes('default', 'moved', 3))", "the table's versions are 0 to 2");
        refused("SELECT * FROM TABLE(system.table_changes('default', 'missing'))", "missing");
    }
}
