package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TransactionBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefinitionsTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        trino = SluiceQueryRunner.of(folder, 0);
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static String text(String sql) {
        return (String) trino.execute(sql).getOnlyValue();
    }

    private static List<String> columns(String table) {
        return trino.execute("DESCRIBE " + table).getMaterializedRows().stream()
                .map(row -> row.getField(0) + " " + row.getField(1))
                .toList();
    }

    private static void refused(String sql, String message) {
        assertThatThrownBy(() -> trino.execute(sql)).hasMessageContaining(message);
    }

    @Test
    void a_table_is_shown_as_it_was_made() {
        trino.execute("""
                CREATE TABLE shown (
                   id bigint NOT NULL COMMENT 'its number',
                   day date,
                   price decimal(10, 2) DEFAULT DECIMAL '1.50',
                   name varchar DEFAULT 'it''s \\ new',
                   parts array(ROW(a integer, b map(varchar, double))))
                COMMENT 'made by Trino'
                WITH (partitioned_by = ARRAY['day'], change_data_feed_enabled = true, checkpoint_interval = 7,
                      isolation_level = 'serializable', extra_properties = ARRAY['owner=me'])
                """);

        assertThat(text("SHOW CREATE TABLE shown"))
                .contains("CREATE TABLE lake.default.shown (")
                .contains("id bigint NOT NULL COMMENT 'its number'")
                .contains("price decimal(10, 2) DEFAULT DECIMAL '1.50'")
                .contains("name varchar DEFAULT 'it''s \\ new'")
                .contains("parts array(ROW(a integer, b map(varchar, double)))")
                .contains("COMMENT 'made by Trino'")
                .contains("change_data_feed_enabled = true")
                .contains("checkpoint_interval = 7")
                .contains("isolation_level = 'Serializable'")
                .contains("partitioned_by = ARRAY['day']")
                .contains("extra_properties = ARRAY['owner=me']");

        assertThat(column("shown", "name").defaultExpression()).contains("'it\\'s \\\\ new'");
    }

    private static Field column(String table, String column) {
        try (Lake lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING)) {
            return lake.table(TableName.parse(table))
                    .snapshot()
                    .metadata()
                    .schema()
                    .requireColumn(column);
        }
    }

    @Test
    void what_was_shown_makes_the_same_table_again() {
        trino.execute("CREATE TABLE first (id bigint DEFAULT 3, at timestamp(6) with time zone) "
                + "WITH (column_mapping_mode = 'name', append_only = true)");
        String shown = text("SHOW CREATE TABLE first");

        trino.execute(shown.replace("default.first", "default.second"));

        assertThat(text("SHOW CREATE TABLE second")).isEqualTo(shown.replace("default.first", "default.second"));
    }

    @Test
    void types_get_the_width_that_tables_have_or_are_refused() {
        trino.execute("CREATE TABLE widths (a varchar(3), b timestamp(3), c timestamp(9) with time zone, "
                + "d array(varchar(2)), e ROW(f timestamp(0)))");

        assertThat(columns("widths"))
                .containsExactly(
                        "a varchar",
                        "b timestamp(6)",
                        "c timestamp(6) with time zone",
                        "d array(varchar)",
                        "e row(\"f\" timestamp(6))");
        refused("CREATE TABLE strange (a char(3))", "Unsupported type: char(3)");
        refused("CREATE TABLE strange (a time)", "Unsupported type: time(3)");
        refused("CREATE TABLE strange (a json)", "Unsupported type: json");
    }

    @Test
    void columns_come_and_go_and_change() {
        trino.execute("CREATE TABLE changed (a integer, b ROW(x integer, y array(ROW(z integer))))");

        trino.execute("ALTER TABLE changed ADD COLUMN c varchar COMMENT 'third' FIRST");
        trino.execute("ALTER TABLE changed ADD COLUMN d varchar AFTER a");
        trino.execute("ALTER TABLE changed ADD COLUMN b.w bigint");
        trino.execute("ALTER TABLE changed ADD COLUMN b.y.element.v date");
        trino.execute("ALTER TABLE changed ALTER COLUMN a SET DATA TYPE bigint");
        trino.execute("ALTER TABLE changed ALTER COLUMN b.x SET DATA TYPE bigint");
        trino.execute("ALTER TABLE changed RENAME COLUMN d TO delta");
        trino.execute("ALTER TABLE changed RENAME COLUMN b.x TO ex");
        trino.execute("ALTER TABLE changed DROP COLUMN b.w");
        trino.execute("ALTER TABLE changed DROP COLUMN c");
        trino.execute("COMMENT ON COLUMN changed.a IS 'a number'");

        assertThat(columns("changed"))
                .containsExactly(
                        "a bigint",
                        "delta varchar",
                        "b row(\"ex\" bigint, \"y\" array(row(\"z\" integer, \"v\" date)))");
        assertThat(trino.execute("DESCRIBE changed")
                        .getMaterializedRows()
                        .get(0)
                        .getField(3))
                .isEqualTo("a number");
        refused("ALTER TABLE changed ALTER COLUMN a SET DATA TYPE integer", "cannot change from");
    }

    @Test
    void defaults_are_literals_that_all_engines_know() {
        trino.execute("CREATE TABLE defaults (n integer DEFAULT -7, r real DEFAULT REAL '1.5', "
                + "t timestamp(6) DEFAULT TIMESTAMP '2024-01-02 03:04:05.6', x varbinary DEFAULT X'0aFF', "
                + "i timestamp(6) with time zone DEFAULT TIMESTAMP '2024-01-02 03:04:05 Europe/Berlin', "
                + "d date DEFAULT DATE '2024-02-29', y boolean DEFAULT true, l varchar)");

        assertThat(column("defaults", "n").defaultExpression()).contains("-7");
        assertThat(column("defaults", "r").defaultExpression()).contains("1.5");
        assertThat(column("defaults", "t").defaultExpression()).contains("TIMESTAMP_NTZ '2024-01-02 03:04:05.600000'");
        assertThat(column("defaults", "x").defaultExpression()).contains("X'0AFF'");
        assertThat(column("defaults", "i").defaultExpression())
                .contains("TIMESTAMP '2024-01-02 02:04:05.000000+00:00'");
        assertThat(column("defaults", "d").defaultExpression()).contains("DATE '2024-02-29'");
        assertThat(column("defaults", "y").defaultExpression()).contains("true");
        trino.execute("ALTER TABLE defaults ALTER COLUMN l SET DEFAULT 'new'");
        trino.execute("ALTER TABLE defaults ALTER COLUMN n DROP DEFAULT");
        assertThat(column("defaults", "l").defaultExpression()).contains("'new'");
        assertThat(column("defaults", "n").defaultExpression()).isEqualTo(Optional.empty());
        assertThat(trino.execute(
                                "SELECT column_default FROM information_schema.columns "
                                        + "WHERE table_schema = 'default' AND table_name = 'defaults' AND column_default IS NOT NULL")
                        .getOnlyColumnAsSet())
                .containsExactlyInAnyOrder(
                        "REAL '1.5'",
                        "TIMESTAMP '2024-01-02 03:04:05.600000'",
                        "X'0AFF'",
                        "TIMESTAMP '2024-01-02 02:04:05.000000 UTC'",
                        "DATE '2024-02-29'",
                        "true",
                        "'new'");
        refused(
                "CREATE TABLE later (i timestamp(6) with time zone DEFAULT TIMESTAMP '2024-01-02 03:04:05')",
                "with its time zone");
    }

    @Test
    void properties_and_comments_are_set_and_taken_back() {
        trino.execute("CREATE TABLE settings (a integer, b integer)");

        trino.execute("ALTER TABLE settings SET PROPERTIES append_only = true, column_mapping_mode = 'NAME'");
        trino.execute("COMMENT ON TABLE settings IS 'set'");

        assertThat(text("SHOW CREATE TABLE settings"))
                .contains("append_only = true")
                .contains("column_mapping_mode = 'NAME'")
                .contains("COMMENT 'set'");
        trino.execute("ALTER TABLE settings SET PROPERTIES append_only = DEFAULT");
        trino.execute("COMMENT ON TABLE settings IS NULL");
        assertThat(text("SHOW CREATE TABLE settings"))
                .doesNotContain("append_only")
                .doesNotContain("COMMENT");
        refused(
                "ALTER TABLE settings SET PROPERTIES partitioned_by = ARRAY['a']",
                "The following properties cannot be updated: partitioned_by");
        refused("ALTER TABLE settings SET PROPERTIES checkpoint_interval = 0", "it takes a whole number from 1");
        refused(
                "CREATE TABLE others (a integer) WITH (extra_properties = ARRAY['delta.appendOnly=true'])",
                "set append_only instead");
    }

    @Test
    void tables_are_renamed_and_dropped_also_across_schemas() {
        trino.execute("CREATE SCHEMA moved WITH (extra_properties = ARRAY['team=red'])");
        trino.execute("CREATE TABLE here (a integer)");

        trino.execute("ALTER TABLE here RENAME TO moved.there");

        assertThat(trino.execute("SHOW TABLES FROM moved").getOnlyColumnAsSet()).containsExactly("there");
        refused("ALTER TABLE moved.there RENAME TO nowhere.there", "Schema nowhere not found");
        refused("CREATE TABLE nowhere.t (a integer)", "Schema nowhere not found");
        refused("DROP SCHEMA moved", "Cannot drop non-empty schema 'moved'");
        assertThat(text("SHOW CREATE SCHEMA moved")).contains("extra_properties = ARRAY['team=red']");
        trino.execute("CREATE VIEW moved.seen AS SELECT * FROM moved.there");
        trino.execute("DROP SCHEMA moved CASCADE");
        assertThat(trino.execute("SHOW SCHEMAS").getOnlyColumnAsSet()).doesNotContain("moved");
    }

    @Test
    void a_schema_is_renamed_with_its_tables_and_views() {
        trino.execute("CREATE SCHEMA early WITH (extra_properties = ARRAY['team=red'])");
        trino.execute("CREATE TABLE early.t AS SELECT 1 AS a");
        trino.execute(in("lake", "early"), "CREATE VIEW seen COMMENT 'of t' AS SELECT a FROM t");

        trino.execute("ALTER SCHEMA early RENAME TO late");

        assertThat(trino.execute("SHOW SCHEMAS").getOnlyColumnAsSet())
                .contains("late")
                .doesNotContain("early");
        assertThat(trino.execute("SHOW TABLES FROM late").getOnlyColumnAsSet()).containsExactlyInAnyOrder("t", "seen");
        assertThat(text("SHOW CREATE SCHEMA late")).contains("extra_properties = ARRAY['team=red']");
        trino.execute("INSERT INTO late.t VALUES 2");
        assertThat(trino.execute("SELECT a FROM late.seen").getOnlyColumnAsSet())
                .as("what the view calls t is in its schema")
                .containsExactlyInAnyOrder(1, 2);
        assertThat(text("SHOW CREATE VIEW late.seen")).contains("of t");
        refused("SELECT a FROM early.t", "Schema 'early' does not exist");
        trino.execute("CREATE SCHEMA early");
        assertThat(trino.execute("SHOW TABLES FROM early").getRowCount()).isZero();
    }

    @Test
    void a_schema_is_renamed_if_it_is_there_and_the_name_is_free() {
        trino.execute("CREATE SCHEMA mine");

        refused("ALTER SCHEMA nowhere RENAME TO somewhere", "Schema 'lake.nowhere' does not exist");
        refused("ALTER SCHEMA mine RENAME TO \"default\"", "Target schema 'lake.default' already exists");
        refused("ALTER SCHEMA mine RENAME TO mine", "Target schema 'lake.mine' already exists");
        refused("ALTER SCHEMA \"default\" RENAME TO other", "belongs to every lake and cannot be renamed");
        assertThat(trino.execute("SHOW SCHEMAS").getOnlyColumnAsSet())
                .contains("mine", "default")
                .doesNotContain("other", "somewhere");
    }

    @Test
    void a_view_keeps_to_the_schema_of_another_catalog_that_was_called_like_its_own() {
        trino.execute("CREATE SCHEMA tiny");
        trino.execute(in("tpch", "tiny"), "CREATE VIEW lake.tiny.regions AS SELECT name FROM region");

        trino.execute("ALTER SCHEMA tiny RENAME TO small");

        assertThat(trino.execute("SELECT count(*) FROM small.regions").getOnlyValue())
                .isEqualTo(5L);
    }

    @Test
    void views_are_kept_commented_renamed_and_dropped() {
        trino.execute("CREATE TABLE below (a integer)");
        trino.execute("CREATE VIEW above COMMENT 'from above' AS SELECT a, a + 1 AS b FROM below");

        assertThat(columns("above")).containsExactly("a integer", "b integer");
        refused("CREATE VIEW above AS SELECT 1 AS x", "already exists");
        refused("CREATE TABLE above (a integer)", "already exists");
        trino.execute("COMMENT ON COLUMN above.b IS 'one more'");
        trino.execute("ALTER VIEW above RENAME TO higher");
        assertThat(text("SHOW CREATE VIEW higher"))
                .contains("COMMENT 'from above'")
                .contains("(a + 1) b");
        assertThat(trino.execute("DESCRIBE higher").getMaterializedRows().get(1).getField(3))
                .isEqualTo("one more");
        assertThat(trino.execute("SHOW TABLES").getOnlyColumnAsSet())
                .contains("higher")
                .doesNotContain("above");
        assertThat(text("SHOW CREATE SCHEMA default")).doesNotContain("trino.view");
        trino.execute("DROP VIEW higher");
        refused("SELECT * FROM higher", "does not exist");
    }

    @Test
    void a_table_that_is_there_is_left_refused_or_replaced() {
        trino.execute("CREATE TABLE again (a integer)");

        trino.execute("CREATE TABLE IF NOT EXISTS again (b integer)");
        assertThat(columns("again")).containsExactly("a integer");
        refused("CREATE TABLE again (b integer)", "already exists");
        trino.execute("CREATE OR REPLACE TABLE again (b bigint) COMMENT 'anew'");
        assertThat(columns("again")).containsExactly("b bigint");
    }

    @Test
    void a_column_that_is_never_null_is_added_to_a_table_without_rows_and_can_become_nullable() {
        trino.execute("CREATE TABLE strict (a integer NOT NULL)");

        trino.execute("ALTER TABLE strict ADD COLUMN b integer NOT NULL");
        trino.execute("ALTER TABLE strict ALTER COLUMN a DROP NOT NULL");

        assertThat(column("strict", "a").nullable()).isTrue();
        assertThat(column("strict", "b").nullable()).isFalse();
    }

    @Test
    void a_table_goes_back_to_an_earlier_version() {
        trino.execute("CREATE TABLE back (a integer)");
        Instant made = Instant.now();
        trino.execute("ALTER TABLE back ADD COLUMN b integer");

        trino.execute("CALL system.rollback_to_version('default', 'back', 0)");
        assertThat(columns("back")).containsExactly("a integer");
        trino.execute("CALL system.rollback_to_version('default', 'back', 1)");
        assertThat(columns("back")).containsExactly("a integer", "b integer");
        trino.execute("CALL system.restore_to_timestamp('default', 'back', '%s')".formatted(made));
        assertThat(columns("back")).containsExactly("a integer");
        refused("CALL system.rollback_to_version('default', 'back', 9)", "has no version 9: the last one is 4");
        refused("CALL system.restore_to_timestamp('default', 'back', 'now')", "is no moment");
        refused("CALL system.rollback_to_version('default', 'none', 0)", "there is no table default.none");
    }

    @Test
    void definitions_of_a_transaction_are_seen_by_others_when_it_is_committed() {
        together(session -> {
            trino.execute(session, "CREATE TABLE together (a integer)");
            trino.execute(session, "ALTER TABLE together ADD COLUMN b integer");
            trino.execute(session, "ALTER TABLE together RENAME TO together2");
            assertThat(trino.execute(session, "SHOW TABLES").getOnlyColumnAsSet())
                    .contains("together2");
            assertThat(trino.execute("SHOW TABLES").getOnlyColumnAsSet()).doesNotContain("together", "together2");
        });

        assertThat(columns("together2")).containsExactly("a integer", "b integer");
    }

    @Test
    void a_transaction_renames_a_schema_at_once_and_before_it_looks_at_tables() {
        trino.execute("CREATE SCHEMA first");
        trino.execute("CREATE TABLE first.t AS SELECT 1 AS a");

        together(session -> {
            trino.execute(session, "ALTER SCHEMA first RENAME TO second");
            assertThat(trino.execute("SELECT a FROM second.t").getOnlyValue()).isEqualTo(1);
            trino.execute(session, "INSERT INTO second.t VALUES 2");
            trino.execute(session, "CREATE TABLE second.made AS SELECT a FROM second.t");
        });

        assertThat(trino.execute("SELECT a FROM second.made").getOnlyColumnAsSet())
                .containsExactlyInAnyOrder(1, 2);
        assertThatThrownBy(() -> together(session -> {
                    trino.execute(session, "INSERT INTO second.t VALUES 3");
                    trino.execute(session, "ALTER SCHEMA second RENAME TO third");
                }))
                .hasMessageContaining("COMMIT or ROLLBACK first");
        assertThat(trino.execute("SELECT a FROM second.t").getOnlyColumnAsSet()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void a_transaction_that_has_begun_ends_in_the_tables_of_a_schema_that_others_rename() {
        trino.execute("CREATE SCHEMA before");
        trino.execute("CREATE TABLE before.t AS SELECT 1 AS a");

        together(session -> {
            trino.execute(session, "INSERT INTO before.t VALUES 2");
            trino.execute("ALTER SCHEMA before RENAME TO after");
            assertThat(trino.execute(session, "SELECT a FROM before.t").getOnlyColumnAsSet())
                    .containsExactlyInAnyOrder(1, 2);
        });

        assertThat(trino.execute("SELECT a FROM after.t").getOnlyColumnAsSet()).containsExactlyInAnyOrder(1, 2);
        assertThat(trino.execute("SHOW SCHEMAS").getOnlyColumnAsSet()).doesNotContain("before");
    }

    private static Session in(String catalog, String schema) {
        return Session.builder(trino.getDefaultSession())
                .setCatalog(catalog)
                .setSchema(schema)
                .build();
    }

    private static void together(Consumer<Session> statements) {
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(trino.getDefaultSession(), statements);
    }
}
