package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.table.TableName;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TransactionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is collected of columns, and what the optimizer makes of it. */
final class AnalyzeTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;
    private static Lake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = Lake.open(LakeUri.parse(folder.toString()), OpenMode.CREATE_IF_MISSING);
        trino = SluiceQueryRunner.of(folder, 0);
    }

    @AfterAll
    static void stop() {
        trino.close();
        lake.close();
    }

    private static Session with(String property, String value) {
        return Session.builder(trino.getDefaultSession())
                .setCatalogSessionProperty("lake", property, value)
                .build();
    }

    /** As if another engine had written the rows. */
    private static void withoutCollecting(String sql) {
        trino.execute(with("extended_statistics_collect_on_write", "false"), sql);
    }

    /** How many rows a statement has looked at. */
    private static long rows(String sql) {
        return trino.execute(sql).getUpdateCount().orElseThrow();
    }

    /** Per column its name, the size of its values and how many differ; of the table how many rows there are. */
    private static List<String> stats(Session session, String table) {
        return trino.execute(session, "SHOW STATS FOR " + table).getMaterializedRows().stream()
                .map(AnalyzeTest::shown)
                .toList();
    }

    private static String shown(MaterializedRow row) {
        return row.getField(0) == null
                ? "rows " + row.getField(4)
                : "%s size=%s ndv=%s".formatted(row.getField(0), row.getField(1), row.getField(2));
    }

    private static List<String> stats(String table) {
        return stats(trino.getDefaultSession(), table);
    }

    private static Path log(String table) {
        return Path.of(lake.table(TableName.parse("default." + table)).table().location(), "_delta_log");
    }

    private static Path file(String table) {
        return log(table).resolve("_trino_meta/extended_stats.json");
    }

    @Test
    void a_table_that_is_made_of_rows_has_statistics_at_once() {
        trino.execute("CREATE TABLE nation AS SELECT nationkey, name, regionkey FROM tpch.tiny.nation");

        assertThat(stats("nation"))
                .containsExactly(
                        "nationkey size=null ndv=25.0",
                        "name size=177.0 ndv=25.0",
                        "regionkey size=null ndv=5.0",
                        "rows 25.0");
        assertThat(stats(with("extended_statistics_enabled", "false"), "nation"))
                .containsExactly(
                        "nationkey size=null ndv=25.0",
                        "name size=null ndv=null",
                        "regionkey size=null ndv=5.0",
                        "rows 25.0");
        assertThat(stats(with("statistics_enabled", "false"), "nation"))
                .contains("name size=null ndv=null", "rows null");
        assertThat(stats("(SELECT * FROM nation WHERE nationkey < 0)")).contains("rows 0.0");
    }

    @Test
    void writers_find_what_an_analysis_of_their_rows_finds() throws IOException {
        trino.execute("""
                CREATE TABLE every AS SELECT
                    orderkey AS big, CAST(orderkey AS integer) AS whole, CAST(linenumber AS smallint) AS small,
                    CAST(linenumber AS tinyint) AS tiny, orderkey % 2 = 0 AS truth, discount AS floating,
                    CAST(tax AS real) AS short_floating, CAST(extendedprice AS decimal(12, 2)) AS price,
                    CAST(extendedprice AS decimal(38, 2)) AS long_price, comment AS text, CAST(comment AS varbinary) AS bytes,
                    shipdate AS day, CAST(shipdate AS timestamp(6)) AS moment,
                    CAST(shipdate AS timestamp(6)) AT TIME ZONE 'UTC' AS instant,
                    IF(orderkey % 3 = 0, shipmode) AS sometimes, 'same' AS same, CAST(NULL AS varchar) AS never
                FROM tpch.tiny.lineitem""");
        trino.execute("INSERT INTO every SELECT * FROM every");
        String written = columns("every");
        assertThat(written).contains("sometimes", "never", "ndvSummary");

        trino.execute("CALL lake.system.drop_extended_stats('default', 'every')");
        trino.execute("ANALYZE every");
        assertThat(written).isEqualTo(columns("every"));
    }

    /** What the file of statistics says of columns. */
    private static String columns(String table) throws IOException {
        return Files.readString(file(table)).replaceFirst("(?s).*\"columnStatistics\"", "");
    }

    @Test
    void a_table_that_is_made_without_rows_has_statistics_from_its_first_rows_on() {
        trino.execute("CREATE TABLE rowless AS SELECT name FROM tpch.tiny.nation WHERE nationkey < 0");
        assertThat(stats("rowless")).contains("rows 0.0");

        trino.execute("INSERT INTO rowless SELECT name FROM tpch.tiny.nation");
        assertThat(stats("rowless")).containsExactly("name size=177.0 ndv=25.0", "rows 25.0");
    }

    @Test
    void rows_that_are_added_are_added_to_what_is_known() {
        trino.execute("CREATE TABLE added (id bigint, name varchar, day date) WITH (partitioned_by = ARRAY['day'])");
        trino.execute("INSERT INTO added VALUES (1, 'aa', DATE '2026-01-01'), (1000, 'bb', DATE '2026-01-01')");
        assertThat(stats("added"))
                .containsExactly("id size=null ndv=2.0", "name size=4.0 ndv=2.0", "day size=null ndv=1.0", "rows 2.0");

        trino.execute("INSERT INTO added VALUES (1, 'cccc', DATE '2026-01-02'), (2000, NULL, DATE '2026-01-02')");
        assertThat(stats("added"))
                .containsExactly("id size=null ndv=3.0", "name size=8.0 ndv=3.0", "day size=null ndv=2.0", "rows 4.0");
        assertThat(stats("(SELECT * FROM added WHERE day = DATE '2026-01-02')"))
                .containsExactly("id size=null ndv=2.0", "name size=4.0 ndv=1.0", "day size=null ndv=1.0", "rows 2.0");

        trino.execute("DELETE FROM added");
        trino.execute("INSERT INTO added VALUES (7, 'z', NULL)");
        assertThat(stats("added"))
                .containsExactly("id size=null ndv=1.0", "name size=1.0 ndv=1.0", "day size=0.0 ndv=0.0", "rows 1.0");
    }

    @Test
    void a_table_of_other_writers_is_analyzed_when_it_is_asked_for() {
        withoutCollecting("CREATE TABLE others AS SELECT orderkey, clerk, array[1] AS list FROM tpch.tiny.orders");
        assertThat(stats("others"))
                .containsExactly(
                        "orderkey size=null ndv=15000.0",
                        "clerk size=null ndv=null",
                        "list size=null ndv=null",
                        "rows 15000.0");

        trino.execute("INSERT INTO others VALUES (-1, 'one row tells nothing of the others', NULL)");
        assertThat(file("others")).doesNotExist();

        assertThat(rows("ANALYZE others")).isEqualTo(15001);
        assertThat(stats("others"))
                .containsExactly(
                        "orderkey size=null ndv=15001.0",
                        "clerk size=225035.0 ndv=992.0",
                        "list size=null ndv=null",
                        "rows 15001.0");
    }

    @Test
    void some_columns_are_analyzed_alone() {
        withoutCollecting("CREATE TABLE some AS SELECT custkey, clerk, comment FROM tpch.tiny.orders");

        trino.execute("ANALYZE some WITH (columns = ARRAY['clerk'])");
        assertThat(stats("some")).contains("clerk size=225000.0 ndv=991.0", "comment size=null ndv=null");
        trino.execute("INSERT INTO some VALUES (-1, 'new', 'new')");
        assertThat(stats("some")).contains("clerk size=225003.0 ndv=992.0", "comment size=null ndv=null");

        trino.execute("ANALYZE some WITH (columns = ARRAY['comment'])");
        assertThat(stats("some")).contains("clerk size=225003.0 ndv=992.0", "comment size=727367.0 ndv=15001.0");
        assertThatThrownBy(() -> trino.execute("ANALYZE some WITH (columns = ARRAY['clerk', 'nobody'])"))
                .hasMessage(
                        "Invalid columns specified for analysis: [nobody]; the table has [clerk, comment, custkey]");
    }

    @Test
    void files_that_were_written_since_are_analyzed_alone() throws Exception {
        trino.execute("CREATE TABLE since AS SELECT 'first' AS name");
        Thread.sleep(5);
        String between = Instant.now()
                .truncatedTo(ChronoUnit.MILLIS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
        Thread.sleep(5);
        withoutCollecting("INSERT INTO since VALUES 'second', 'third'");

        assertThat(rows("ANALYZE since WITH (mode = 'incremental')")).isEqualTo(2);
        assertThat(stats("since")).containsExactly("name size=16.0 ndv=3.0", "rows 3.0");
        assertThat(rows("ANALYZE since WITH (mode = 'incremental')")).isEqualTo(0);
        assertThat(rows("ANALYZE since WITH (files_modified_after = TIMESTAMP '" + between + "')"))
                .isEqualTo(2);
        assertThat(rows("ANALYZE since")).isEqualTo(3);
        assertThat(stats("since")).containsExactly("name size=16.0 ndv=3.0", "rows 3.0");
    }

    @Test
    void statistics_are_dropped_and_the_log_is_what_is_left() {
        trino.execute("CREATE TABLE dropped AS SELECT name FROM tpch.tiny.nation");
        assertThat(file("dropped")).exists();

        trino.execute("CALL lake.system.drop_extended_stats('default', 'dropped')");
        assertThat(file("dropped")).doesNotExist();
        assertThat(stats("dropped")).containsExactly("name size=null ndv=null", "rows 25.0");
        assertThatThrownBy(() -> trino.execute("CALL lake.system.drop_extended_stats('default', 'nobody')"))
                .hasMessageContaining("default.nobody");
    }

    @Test
    void a_table_that_is_replaced_begins_anew() {
        trino.execute("CREATE TABLE replaced AS SELECT name FROM tpch.tiny.nation");
        trino.execute("CREATE OR REPLACE TABLE replaced AS SELECT name FROM tpch.tiny.region");
        assertThat(stats("replaced")).containsExactly("name size=34.0 ndv=5.0", "rows 5.0");

        withoutCollecting("CREATE OR REPLACE TABLE replaced AS SELECT name FROM tpch.tiny.nation");
        assertThat(file("replaced")).doesNotExist();
    }

    private static void inTransaction(String outcome, String... statements) {
        TransactionBuilder.transaction(
                        trino.getTransactionManager(),
                        trino.getPlannerContext().getMetadata(),
                        trino.getAccessControl())
                .execute(trino.getDefaultSession(), session -> {
                    for (String statement : statements) {
                        trino.execute(session, statement);
                    }
                    if (outcome.equals("ROLLBACK")) {
                        throw new IllegalStateException(outcome);
                    }
                });
    }

    @Test
    void what_is_rolled_back_has_told_nothing() throws Exception {
        trino.execute("CREATE TABLE kept AS SELECT name FROM tpch.tiny.region");
        String before = Files.readString(file("kept"));

        assertThatThrownBy(() ->
                        inTransaction("ROLLBACK", "INSERT INTO kept SELECT name FROM tpch.tiny.nation", "ANALYZE kept"))
                .hasMessage("ROLLBACK");
        assertThat(Files.readString(file("kept"))).isEqualTo(before);
        assertThat(stats("kept")).containsExactly("name size=34.0 ndv=5.0", "rows 5.0");

        inTransaction(
                "COMMIT",
                "CREATE TABLE together AS SELECT name FROM tpch.tiny.region",
                "INSERT INTO together SELECT name FROM tpch.tiny.nation",
                "INSERT INTO kept SELECT name FROM tpch.tiny.nation");
        assertThat(stats("together")).containsExactly("name size=211.0 ndv=30.0", "rows 30.0");
        assertThat(stats("kept")).containsExactly("name size=211.0 ndv=30.0", "rows 30.0");
    }

    @Test
    void statements_do_not_fail_with_the_file_of_statistics() throws Exception {
        trino.execute("CREATE TABLE unlucky (name varchar)");
        Files.writeString(log("unlucky").resolve("_trino_meta"), "a file where the folder should be");
        assertThat(rows("INSERT INTO unlucky VALUES 'a'")).isEqualTo(1);
        assertThat(rows("ANALYZE unlucky")).isEqualTo(1);
        assertThat(stats("unlucky")).containsExactly("name size=null ndv=null", "rows 1.0");

        trino.execute("CREATE TABLE garbled AS SELECT 'a' AS name");
        Files.writeString(file("garbled"), "{ \"modelVersion\": 4, ");
        assertThat(stats("garbled")).containsExactly("name size=null ndv=null", "rows 1.0");
        assertThat(rows("ANALYZE garbled")).isEqualTo(1);
        assertThat(stats("garbled")).containsExactly("name size=1.0 ndv=1.0", "rows 1.0");
    }

    @Test
    void the_file_is_that_of_trinos_own_connector() throws IOException {
        trino.execute("CREATE TABLE form AS SELECT 'a' AS name, 1 AS id");
        assertThat(Files.readString(file("form")).replaceAll("\\s", ""))
                .matches(
                        "\\{\"modelVersion\":4,\"alreadyAnalyzedModifiedTimeMax\":\"\\d{4}-[^\"]*Z\",\"columnStatistics\":\\{"
                                + "\"id\":\\{\"ndvSummary\":\"[^\"]*\",\"rowCount\":1},"
                                + "\"name\":\\{\"totalSizeInBytes\":1,\"ndvSummary\":\"[^\"]*\",\"rowCount\":1}}}");

        // As it writes it: two values, and nobody has counted rows.
        Files.writeString(file("form"), """
                {
                  "modelVersion" : 4,
                  "alreadyAnalyzedModifiedTimeMax" : "2026-01-01T00:00:00.123Z",
                  "columnStatistics" : {
                    "name" : { "totalSizeInBytes" : 44, "ndvSummary" : "AgwCAAGG9+4Bf2un" }
                  },
                  "analyzedColumns" : [ "name" ]
                }
                """);
        assertThat(stats("form")).containsExactly("name size=44.0 ndv=1.0", "id size=null ndv=1.0", "rows 1.0");
    }

    @Test
    void the_smaller_side_of_a_join_is_kept_in_memory() {
        withoutCollecting(
                "CREATE TABLE wide AS SELECT nationkey AS k, rpad('', 3000, name) AS text FROM tpch.tiny.nation");
        withoutCollecting(
                "CREATE TABLE narrow AS SELECT custkey % 25 AS k, phone AS text FROM tpch.tiny.customer LIMIT 100");
        String sql = "SELECT w.text, n.text FROM %s w JOIN %s n ON w.k = n.k";
        assertThat(scans(sql.formatted("wide", "narrow"))).containsExactly("narrow", "wide");

        trino.execute("ANALYZE wide");
        trino.execute("ANALYZE narrow");
        assertThat(scans(sql.formatted("wide", "narrow"))).containsExactly("wide", "narrow");
        assertThat(scans(sql.formatted("narrow", "wide"))).containsExactly("wide", "narrow");
    }

    /** Tables in the order in which a plan reads them: the second one is kept in memory. */
    private static List<String> scans(String sql) {
        String plan = (String) trino.execute("EXPLAIN " + sql).getOnlyValue();
        return plan.lines()
                .filter(line -> line.contains("table = lake:default."))
                .map(line -> line.replaceAll(".*table = lake:default\\.(\\w+).*", "$1"))
                .toList();
    }

    @Test
    void statistics_are_no_orphans() throws IOException {
        trino.execute("CREATE TABLE clean AS SELECT 'a' AS name");

        assertThat(file("clean")).exists();
        assertThat(lake.orphans(
                        lake.table(TableName.parse("default.clean")),
                        Instant.now().plusSeconds(60)))
                .isEmpty();
        try (Stream<Path> files = Files.list(file("clean").getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
                    .containsExactly("extended_stats.json");
        }
    }
}
