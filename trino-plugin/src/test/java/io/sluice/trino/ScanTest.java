package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.Session;
import io.trino.execution.QueryStats;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner.MaterializedResultWithPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scans leave out, and what is answered without one. */
final class ScanTest {
    @TempDir
    private static Path folder;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        trino = SluiceQueryRunner.of(folder, 0);
        trino.execute("""
                CREATE TABLE sales (
                   id bigint, name varchar, price double, at timestamp(6) with time zone,
                   s row(x integer, y row(z varchar)), day date)
                WITH (partitioned_by = ARRAY['day'])
                """);
        for (int day = 1; day <= 3; day++) {
            trino.execute("""
                    INSERT INTO sales
                    SELECT n + %1$d * 100, 'n' || cast(n AS varchar), n / 2e0,
                           with_timezone(TIMESTAMP '2026-01-0%1$d 00:00:00.000001', 'UTC') + n * INTERVAL '1' MINUTE,
                           row(n, row('z' || cast(n AS varchar))), DATE '2026-01-0%1$d'
                    FROM (SELECT cast(n AS integer) n FROM UNNEST(sequence(0, 9)) AS t(n))
                    """.formatted(day));
        }
        trino.execute("INSERT INTO sales (id, name) VALUES (1000, NULL)");
        trino.execute("CREATE TABLE days AS SELECT DATE '2026-01-02' AS day, bigint '205' AS id");
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static List<Object> values(String sql) {
        return trino.execute(sql).getMaterializedRows().stream()
                .<Object>map(row -> row.getFieldCount() == 1 ? row.getField(0) : row.getFields())
                .toList();
    }

    private static String plan(String sql) {
        return (String) trino.execute("EXPLAIN " + sql).getOnlyValue();
    }

    /** Rows that were read from files. */
    private static long rowsRead(Session session, String sql) {
        MaterializedResultWithPlan result = trino.executeWithPlan(session, sql);
        QueryStats stats = trino.getCoordinator()
                .getQueryManager()
                .getFullQueryInfo(result.queryId())
                .getQueryStats();
        return stats.getPhysicalInputPositions();
    }

    private static long rowsRead(String sql) {
        return rowsRead(trino.getDefaultSession(), sql);
    }

    @Test
    void a_filter_on_partitions_is_done_with_the_choice_of_files() {
        String sql = "SELECT name FROM sales WHERE day = DATE '2026-01-02'";

        assertThat(plan(sql)).doesNotContain("Filter");
        assertThat(values(sql)).hasSize(10);
        assertThat(rowsRead(sql)).isEqualTo(10);
        assertThat(values("SELECT id FROM sales WHERE day IS NULL")).containsExactly(1000L);
        assertThat(values("SELECT count(name) FROM sales WHERE day IS NULL OR day > DATE '2026-01-02'"))
                .containsExactly(10L);
    }

    @Test
    void a_filter_on_other_columns_chooses_files_and_is_asked_of_their_rows() {
        assertThat(values("SELECT id FROM sales WHERE id = 205")).containsExactly(205L);
        assertThat(rowsRead("SELECT name FROM sales WHERE id = 205")).isEqualTo(10);
        assertThat(rowsRead("SELECT name FROM sales WHERE id = 99")).isZero();
        assertThat(values("SELECT id FROM sales WHERE name = 'n3' ORDER BY id")).containsExactly(103L, 203L, 303L);
        assertThat(rowsRead("SELECT id FROM sales WHERE CAST(at AS date) = DATE '2026-01-03'"))
                .isEqualTo(10);
        assertThat(values("SELECT count(*) FROM sales WHERE at = TIMESTAMP '2026-01-03 00:01:00.000001 UTC'"))
                .containsExactly(1L);
        assertThat(values("SELECT id FROM sales WHERE price > 4.4e0 AND day = DATE '2026-01-01'"))
                .containsExactly(109L);
        assertThat(values("SELECT id FROM sales WHERE name IS NULL")).containsExactly(1000L);
    }

    @Test
    void hidden_columns_choose_files() {
        Object path =
                values("SELECT DISTINCT \"$path\" FROM sales WHERE id = 101").get(0);

        assertThat(rowsRead("SELECT id FROM sales WHERE \"$path\" = '" + path + "'"))
                .isEqualTo(10);
    }

    @Test
    void fields_of_structs_are_read_apart() {
        String sql = "SELECT s.y.z FROM sales WHERE s.x = 4 AND day = DATE '2026-01-01'";

        assertThat(plan(sql)).contains("s.y.z:varchar").contains("s.x:integer");
        assertThat(values(sql)).containsExactly("z4");
        assertThat(values("SELECT s.x, s.y.z, s.y FROM sales WHERE id = 104"))
                .containsExactly(List.of(4, "z4", new MaterializedRow(List.of("z4"))));
        assertThat(rowsRead("SELECT s.y.z FROM sales WHERE s.x = 77")).isZero();
    }

    @Test
    void a_limit_leaves_files_out() {
        assertThat(values("SELECT id FROM sales LIMIT 5")).hasSize(5);
        assertThat(plan("SELECT id FROM sales LIMIT 5")).contains(" limit 5");
        assertThat(values("SELECT id FROM (SELECT * FROM sales LIMIT 40)")).hasSize(31);
    }

    @Test
    void counts_and_extremes_are_told_by_the_log() {
        String whole = "SELECT count(*), count(name), min(id), max(id), max(day) FROM sales";

        assertThat(plan(whole)).contains("told by the log").doesNotContain("Aggregate");
        assertThat(trino.execute(whole).getMaterializedRows())
                .containsExactly(
                        new MaterializedRow(List.of(31L, 30L, 100L, 1000L, java.time.LocalDate.parse("2026-01-03"))));
        assertThat(rowsRead(whole)).isEqualTo(1);
        assertThat(values("SELECT day, count(*) FROM sales WHERE day > DATE '2026-01-01' GROUP BY day ORDER BY day"))
                .extracting(Object::toString)
                .containsExactly("[2026-01-02, 10]", "[2026-01-03, 10]");
        assertThat(values("SELECT count(*) FROM sales WHERE day = DATE '1999-01-01'"))
                .containsExactly(0L);
        assertThat(values("SELECT DISTINCT day FROM sales")).hasSize(4);
        assertThat(plan("SELECT count(*) FROM sales WHERE id > 200")).doesNotContain("told by the log");
        assertThat(plan("SELECT max(name) FROM sales")).doesNotContain("told by the log");
        assertThat(plan("SELECT max(price) FROM sales")).doesNotContain("told by the log");
        assertThat(values("SELECT max(name) FROM sales")).containsExactly("n9");
    }

    @Test
    void joins_choose_files_by_what_the_other_side_has() {
        String byPartition = "SELECT s.name FROM sales s JOIN days d ON s.day = d.day";
        String byValue = "SELECT s.name FROM sales s JOIN days d ON s.id = d.id";

        assertThat(values(byPartition)).hasSize(10);
        assertThat(rowsRead(byPartition)).isLessThanOrEqualTo(11);
        assertThat(values(byValue)).containsExactly("n5");
        assertThat(rowsRead(byValue)).isLessThanOrEqualTo(11);
    }

    @Test
    void the_optimizer_is_told_how_much_there_is() {
        List<MaterializedRow> stats = trino.execute("SHOW STATS FOR sales").getMaterializedRows();

        assertThat(stats)
                .extracting(row -> "%s ndv=%s nulls=%s%% rows=%s %s..%s"
                        .formatted(
                                row.getField(0),
                                row.getField(2),
                                row.getField(3) instanceof Double share ? Math.round(share * 100) : null,
                                row.getField(4),
                                row.getField(5),
                                row.getField(6)))
                .contains("id ndv=31.0 nulls=0% rows=null 100..1000")
                .contains("day ndv=3.0 nulls=3% rows=null 2026-01-01..2026-01-03")
                .contains("null ndv=null nulls=null% rows=31.0 null..null");
        assertThat(trino.execute("SHOW STATS FOR (SELECT * FROM sales WHERE day = DATE '2026-01-02')")
                        .getMaterializedRows())
                .extracting(row -> row.getField(4))
                .contains(10.0);
    }

    @Test
    void large_files_are_read_in_parts() {
        Session small = Session.builder(trino.getDefaultSession())
                .setCatalogSessionProperty("lake", "max_split_size", "1kB")
                .build();

        assertThat(trino.execute(small, "SELECT name, price FROM sales").getMaterializedRows())
                .hasSize(31);
    }
}
