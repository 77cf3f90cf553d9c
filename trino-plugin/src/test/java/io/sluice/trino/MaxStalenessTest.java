package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.client.FailureException;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TransactionBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that may see what the lake was an hour ago, beside a catalog {@code other} as of another server. */
final class MaxStalenessTest {
    @TempDir
    private static Path folder;

    private static WatchedLake lake;
    private static DistributedQueryRunner trino;
    private static Session hour;
    private static int tests;

    private final String schema = "s" + tests++;

    @BeforeAll
    static void start() throws Exception {
        trino = SluiceQueryRunner.of(folder, 0);
        trino.createCatalog("other", "sluice", Map.of("sluice.lake", folder.toString(), "sluice.max-staleness", "0s"));
        lake = new WatchedLake(folder);
        trino.installPlugin(lake);
        trino.createCatalog("watched", "watched");
        hour = Session.builder(trino.getDefaultSession())
                .setCatalog("watched")
                .setCatalogSessionProperty("watched", "max_staleness", "1h")
                .build();
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    @BeforeEach
    void twoTables() {
        other("CREATE SCHEMA %s");
        other("CREATE TABLE %s.orders (id bigint, shop varchar)");
        other("CREATE TABLE %s.copies (id bigint, shop varchar)");
        other("INSERT INTO %s.orders VALUES (1, 'Ulm')");
    }

    private void other(String sql) {
        trino.execute(sql.formatted("other." + schema));
    }

    private List<String> stale(String sql) {
        return run(hour, sql);
    }

    private List<String> run(Session session, String sql) {
        return trino.execute(session, sql.formatted(schema)).getMaterializedRows().stream()
                .map(row -> row.getFields().toString())
                .toList();
    }

    private static void isConflict(Throwable failed) {
        assertThat(((FailureException) failed.getCause())
                        .getFailureInfo()
                        .getErrorInfo()
                        .getName())
                .isEqualTo("TRANSACTION_CONFLICT");
    }

    private void passes(Duration time) {
        lake.now.updateAndGet(now -> now.plus(time));
    }

    @Test
    void a_statement_that_only_reads_asks_the_catalog_nothing() {
        other("CREATE VIEW %1$s.shops AS SELECT shop, count(*) AS n FROM %1$s.orders GROUP BY shop");
        List<String> dashboard = List.of(
                "SELECT shop, id FROM %s.orders WHERE id > 0",
                "SELECT count(*) FROM %s.orders",
                "SELECT * FROM %1$s.orders JOIN %1$s.copies USING (id)",
                "SELECT * FROM %s.shops",
                "SELECT * FROM %s.\"orders$files\"",
                "SHOW TABLES FROM %s",
                "SHOW SCHEMAS");
        dashboard.forEach(this::stale);
        passes(Duration.ofMinutes(59));
        lake.calls.clear();
        dashboard.forEach(this::stale);
        assertThat(lake.calls).isEmpty();
        assertThat(stale("SELECT * FROM %s.shops")).containsExactly("[Ulm, 1]");
    }

    @Test
    void what_others_commit_is_seen_when_the_time_is_over_and_at_once_where_none_is_given() {
        stale("SELECT * FROM %s.orders");
        other("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        assertThat(stale("SELECT id FROM %s.orders")).containsExactly("[1]");
        Session fresh = Session.builder(hour)
                .setCatalogSessionProperty("watched", "max_staleness", "0s")
                .build();
        assertThat(run(fresh, "SELECT count(*) FROM %s.orders")).containsExactly("[2]");
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[1]");
        passes(Duration.ofMinutes(61));
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[2]");
    }

    @Test
    void what_this_server_commits_is_seen_by_the_next_statement() {
        stale("SELECT * FROM %s.orders");
        stale("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[2]");
        stale("UPDATE %s.orders SET shop = 'Lyon' WHERE id = 1");
        assertThat(stale("SELECT shop FROM %s.orders WHERE id = 1")).containsExactly("[Lyon]");
        stale("ALTER TABLE %s.orders ADD COLUMN note varchar");
        assertThat(stale("SELECT note FROM %s.orders WHERE id = 1")).containsExactly("[null]");
        stale("CREATE VIEW %1$s.v AS SELECT id FROM %1$s.orders");
        assertThat(stale("SELECT count(*) FROM %s.v")).containsExactly("[2]");
        stale("CALL watched.system.rollback_to_version('%s', 'orders', 1)");
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[1]");
        stale("DROP TABLE %s.copies");
        assertThat(stale("SHOW TABLES FROM %s")).containsExactly("[orders]", "[v]");
    }

    @Test
    void what_a_write_reads_is_what_is_there_now() {
        stale("SELECT * FROM %1$s.orders, %1$s.copies");
        other("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[1]");
        stale("INSERT INTO %1$s.copies SELECT * FROM %1$s.orders WHERE id >= (SELECT min(id) FROM %1$s.orders)");
        assertThat(stale("SELECT count(*) FROM %s.copies")).containsExactly("[2]");

        other("INSERT INTO %s.orders VALUES (3, 'Rome')");
        stale("CREATE TABLE %1$s.counted AS SELECT count(*) AS n FROM %1$s.orders");
        assertThat(stale("SELECT n FROM %s.counted")).containsExactly("[3]");

        other("INSERT INTO %s.orders VALUES (4, 'Oslo')");
        stale("DELETE FROM %s.orders WHERE id > 2");
        assertThat(stale("SELECT id FROM %s.orders ORDER BY id")).containsExactly("[1]", "[2]");

        other("INSERT INTO %s.orders VALUES (5, 'Oslo')");
        stale("MERGE INTO %1$s.copies c USING %1$s.orders o ON c.id = o.id"
                + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (o.id, o.shop)");
        assertThat(stale("SELECT id FROM %s.copies")).containsExactly("[5]");
    }

    @Test
    void a_write_is_checked_against_what_happens_while_it_runs() {
        Session serializable = Session.builder(hour)
                .setCatalogSessionProperty("watched", "isolation_level", "Serializable")
                .build();
        stale("SELECT * FROM %s.orders");
        other("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        lake.beforeCommit.set(() -> other("INSERT INTO %s.orders VALUES (3, 'Rome')"));
        assertThatThrownBy(() -> run(serializable, "INSERT INTO %1$s.copies SELECT * FROM %1$s.orders"))
                .satisfies(MaxStalenessTest::isConflict)
                .hasMessageContaining(schema + ".orders");
        assertThat(stale("SELECT count(*) FROM %s.copies")).containsExactly("[0]");
        run(serializable, "INSERT INTO %1$s.copies SELECT * FROM %1$s.orders");
        assertThat(stale("SELECT count(*) FROM %s.copies")).containsExactly("[3]");
    }

    @Test
    void a_write_whose_source_has_other_columns_by_now_says_so_and_runs_when_it_is_repeated() {
        stale("SELECT * FROM %s.orders");
        other("ALTER TABLE %s.orders DROP COLUMN shop");
        other("ALTER TABLE %s.orders ADD COLUMN shop varchar");
        String copy = "INSERT INTO %1$s.copies SELECT * FROM %1$s.orders";
        assertThatThrownBy(() -> stale(copy))
                .satisfies(MaxStalenessTest::isConflict)
                .hasMessage("table " + schema + ".orders has other columns or settings than max_staleness made this"
                        + " statement believe: run it again, it sees them then");
        stale(copy);
        assertThat(stale("SELECT * FROM %s.copies")).containsExactly("[1, null]");
    }

    @Test
    void a_transaction_of_several_statements_sees_what_is_there_now() {
        stale("SELECT * FROM %s.orders");
        other("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        assertThat(stale("SELECT count(*) FROM %s.orders")).containsExactly("[1]");
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(hour, session -> {
                    assertThat(run(session, "SELECT count(*) FROM %s.orders")).containsExactly("[2]");
                });
    }

    @Test
    void what_others_have_made_lately_is_found() {
        stale("SELECT * FROM %s.orders");
        other("CREATE TABLE %1$s.lately AS SELECT id + 1 AS id FROM %1$s.orders");
        assertThat(stale("SELECT * FROM %1$s.orders JOIN %1$s.lately USING (id)"))
                .isEmpty();
        assertThat(stale("SELECT id FROM %s.lately")).containsExactly("[2]");
        other("CREATE SCHEMA %sx");
        assertThat(stale("SHOW TABLES FROM %sx")).isEmpty();
    }

    @Test
    void the_changes_of_a_table_are_those_there_are() {
        stale("SELECT * FROM %s.orders");
        other("INSERT INTO %s.orders VALUES (2, 'Bonn')");
        assertThat(stale("SELECT id, _change_type FROM TABLE(watched.system.table_changes('%s', 'orders', 1))"))
                .containsExactly("[2, insert]");
    }

    @Test
    void the_catalog_says_what_holds_for_sessions_that_say_nothing() {
        trino.createCatalog("cached", "sluice", Map.of("sluice.lake", folder.toString(), "sluice.max-staleness", "5m"));
        assertThat(run(hour, "SHOW SESSION LIKE 'cached.max_staleness'"))
                .singleElement()
                .asString()
                .startsWith("[cached.max_staleness, 5.00m, 5.00m, varchar");
        assertThat(run(hour, "SHOW SESSION LIKE 'other.max_staleness'"))
                .singleElement()
                .asString()
                .startsWith("[other.max_staleness, 0.00s, 0.00s, varchar");
    }
}
