package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.spi.security.Identity;
import io.trino.testing.DistributedQueryRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of a server's file say holds for the tables of a lake: {@code access-control.name=file}. */
final class AccessControlTest {
    private static final String RULES = """
            {
              "catalogs": [
                {"user": "stranger", "catalog": "lake", "allow": "none"},
                {"user": "auditor", "catalog": "lake", "allow": "read-only"},
                {"allow": "all"}
              ],
              "schemas": [{"user": "owner", "owner": true}, {"owner": false}],
              "tables": [
                {"user": "owner|auditor", "privileges": ["SELECT", "INSERT", "DELETE", "UPDATE", "OWNERSHIP", "GRANT_SELECT"]},
                {"user": "reader|clerk", "catalog": "lake", "table": "orders", "privileges": ["SELECT"],
                  "filter": "shop = 'Ulm'",
                  "columns": [{"name": "card", "mask": "'**' || substr(card, -2)"}, {"name": "note", "allow": false}]},
                {"user": "clerk", "catalog": "lake", "table": "stock", "filter": "shop = 'Ulm'",
                  "privileges": ["SELECT", "INSERT", "DELETE", "UPDATE"]},
                {"user": "reader", "catalog": "lake", "table": "by_.*|cards", "privileges": ["SELECT"]},
                {"user": "reader", "catalog": "lake", "table": "masked", "privileges": ["SELECT"],
                  "columns": [{"name": "card", "mask": "'**'"}]},
                {"catalog": "system", "privileges": ["SELECT"]},
                {"privileges": []}
              ],
              "functions": [
                {"user": "owner|reader|clerk", "catalog": "lake", "schema": "system", "function": "table_changes",
                  "privileges": ["EXECUTE"]},
                {"catalog": "system", "schema": "builtin", "privileges": ["EXECUTE"]}
              ],
              "procedures": [{"user": "owner", "privileges": ["EXECUTE"]}]
            }
            """;

    private static final String DENIED = "Access Denied: ";

    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.json"), RULES);
        trino = SluiceQueryRunner.withRules(folder.resolve("lake"), rules);
        rows("owner", "CREATE TABLE orders (id bigint, shop varchar, card varchar, note varchar)");
        rows(
                "owner",
                "INSERT INTO orders VALUES (1, 'Ulm', '1234', 'a'), (2, 'Ulm', '5678', 'b'), (3, 'Bonn', '9999', 'c')");
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static List<String> rows(String user, String sql) {
        Session session = Session.builder(trino.getDefaultSession())
                .setIdentity(Identity.ofUser(user))
                .build();
        return trino.execute(session, sql).getMaterializedRows().stream()
                .map(row -> row.getFields().toString())
                .toList();
    }

    private static void denied(String user, String sql, String why) {
        assertThatThrownBy(() -> rows(user, sql)).as(sql).hasMessageContaining(why);
    }

    @Test
    void rows_are_filtered_and_columns_masked_also_where_the_log_would_answer() {
        assertThat(rows("reader", "SELECT id, shop, card FROM orders ORDER BY id"))
                .containsExactly("[1, Ulm, **34]", "[2, Ulm, **78]");
        assertThat(rows("reader", "SELECT count(*), max(id), max(card) FROM orders"))
                .containsExactly("[2, 2, **78]");
        assertThat(rows("reader", "SELECT count(*) FROM orders FOR VERSION AS OF 1"))
                .containsExactly("[2]");
        assertThat(rows("reader", "SELECT count(*) FROM orders WHERE card = '1234'"))
                .containsExactly("[0]");
        assertThat(rows("reader", "SELECT id FROM orders LIMIT 3")).hasSize(2);
        assertThat(rows("owner", "SELECT count(*), max(id) FROM orders")).containsExactly("[3, 3]");
        denied("reader", "SELECT note FROM orders", DENIED);
        denied("reader", "SELECT * FROM orders", DENIED);
        denied("reader", "SELECT count(note) FROM orders", DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM \"orders$files\"",
                "SELECT * FROM \"orders$partitions\"",
                "SELECT * FROM \"orders$history\"",
                "SELECT * FROM \"orders$properties\"",
                "SELECT * FROM \"orders$orphan_files\"",
                "SHOW CREATE TABLE orders",
                "INSERT INTO orders (id) VALUES (4)",
                "UPDATE orders SET id = 9",
                "DELETE FROM orders",
                "DELETE FROM orders WHERE id = 1",
                "MERGE INTO orders o USING (VALUES 1) v (id) ON o.id = v.id WHEN MATCHED THEN DELETE",
                "TRUNCATE TABLE orders",
                "DROP TABLE orders",
                "ALTER TABLE orders RENAME TO mine",
                "ALTER TABLE orders ADD COLUMN more bigint",
                "ALTER TABLE orders DROP COLUMN shop",
                "ALTER TABLE orders SET PROPERTIES append_only = true",
                "COMMENT ON TABLE orders IS 'mine'",
                "CREATE TABLE copies AS SELECT id FROM orders",
                "CREATE OR REPLACE TABLE orders AS SELECT 1 AS id",
                "CREATE VIEW all_orders AS SELECT id FROM orders",
                "CREATE SCHEMA mine",
                "ALTER SCHEMA \"default\" RENAME TO mine",
                "DROP SCHEMA \"default\" CASCADE",
                "CALL system.rollback_to_version('default', 'orders', 0)"
            })
    void who_may_read_rows_may_do_nothing_else(String sql) {
        denied("reader", sql, DENIED);
        assertThat(rows("owner", "SELECT count(*), count(note), max(id) FROM orders"))
                .containsExactly("[3, 3, 3]");
        assertThat(rows("owner", "SHOW TABLES LIKE 'copies'")).isEmpty();
    }

    @Test
    void changes_are_not_shown_to_whom_rows_are_hidden() {
        String changes = "SELECT count(*) FROM TABLE(system.table_changes('default', '%s'))";
        rows("owner", "CREATE TABLE cards AS SELECT id, card FROM orders");
        rows("owner", "CREATE TABLE masked AS SELECT id, card FROM orders");
        rows("owner", "CREATE TABLE safe AS SELECT id, card FROM orders");
        assertThat(rows("owner", changes.formatted("orders"))).containsExactly("[3]");
        assertThat(rows("reader", changes.formatted("cards"))).containsExactly("[3]");
        denied("reader", changes.formatted("orders"), DENIED);
        denied("reader", changes.formatted("safe"), DENIED);
        denied("reader", changes.formatted("masked"), "masking not supported");
        denied("auditor", changes.formatted("cards"), DENIED);
    }

    @Test
    void who_changes_rows_changes_only_those_that_he_sees() {
        rows("owner", "CREATE TABLE stock (shop varchar, n bigint) WITH (partitioned_by = ARRAY['shop'])");
        rows("owner", "INSERT INTO stock VALUES ('Ulm', 1), ('Ulm', 2), ('Bonn', 3)");
        rows("clerk", "DELETE FROM stock WHERE n = 1");
        assertThat(rows("owner", "SELECT n FROM stock ORDER BY n")).containsExactly("[2]", "[3]");
        rows("clerk", "INSERT INTO stock VALUES ('Ulm', 4)");
        denied("clerk", "INSERT INTO stock VALUES ('Bonn', 5)", DENIED + "Cannot insert row that does not match");
        denied("clerk", "UPDATE stock SET n = n + 10", "Updating a table with a row filter is not supported");
        denied("clerk", "SELECT * FROM TABLE(system.table_changes('default', 'stock'))", "filtering not supported");
        rows("clerk", "DELETE FROM stock");
        assertThat(rows("owner", "SELECT * FROM stock")).containsExactly("[Bonn, 3]");
    }

    @Test
    void rules_for_the_whole_catalog_hold() {
        denied("stranger", "SELECT * FROM orders", DENIED + "Cannot access catalog lake");
        denied("stranger", "SHOW TABLES FROM lake.\"default\"", DENIED);
        assertThat(rows("stranger", "SHOW CATALOGS")).doesNotContain("[lake]");
        assertThat(rows("auditor", "SELECT note FROM orders WHERE id = 3")).containsExactly("[c]");
        denied("auditor", "INSERT INTO orders (id) VALUES (4)", DENIED);
        denied("auditor", "DELETE FROM orders", DENIED);
        denied("auditor", "DROP TABLE orders", DENIED);
        denied("auditor", "CREATE TABLE mine (id bigint)", DENIED);
    }

    @Test
    void views_show_what_their_owner_or_their_reader_may_see() {
        rows("owner", "CREATE TABLE vault AS SELECT 7 AS n");
        rows("owner", "CREATE VIEW by_owner SECURITY DEFINER AS SELECT n FROM vault");
        rows("owner", "CREATE VIEW by_reader SECURITY INVOKER AS SELECT n FROM vault");
        rows("owner", "CREATE VIEW by_owner_orders SECURITY DEFINER AS SELECT id, card FROM orders");
        rows("owner", "CREATE VIEW by_reader_orders SECURITY INVOKER AS SELECT id, card FROM orders");
        assertThat(rows("reader", "SELECT * FROM by_owner")).containsExactly("[7]");
        denied("reader", "SELECT * FROM by_reader", DENIED);
        denied("reader", "SELECT * FROM vault", DENIED);
        assertThat(rows("reader", "SELECT * FROM by_owner_orders WHERE id > 1 ORDER BY id"))
                .containsExactly("[2, 5678]", "[3, 9999]");
        assertThat(rows("reader", "SELECT * FROM by_reader_orders ORDER BY id"))
                .containsExactly("[1, **34]", "[2, **78]");
        denied("reader", "DROP VIEW by_owner", DENIED);
        denied("reader", "CREATE OR REPLACE VIEW by_owner AS SELECT 8 AS n", DENIED);
        assertThat(rows("owner", "SELECT * FROM by_reader")).containsExactly("[7]");
    }

    @Test
    void names_are_shown_to_whom_they_may_be() {
        assertThat(rows("reader", "SHOW TABLES LIKE 'orders'")).containsExactly("[orders]");
        rows("owner", "CREATE TABLE unseen AS SELECT 7 AS n");
        assertThat(rows("reader", "SHOW TABLES LIKE 'unseen'")).isEmpty();
        assertThat(rows("reader", "SELECT column_name FROM information_schema.columns WHERE table_name = 'orders'"))
                .containsExactlyInAnyOrder("[id]", "[shop]", "[card]");
        assertThat(rows(
                        "reader",
                        "SELECT * FROM system.metadata.table_comments"
                                + " WHERE catalog_name = 'lake' AND table_name = 'unseen'"))
                .isEmpty();
    }
}
