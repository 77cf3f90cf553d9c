package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import io.sluice.table.ColumnStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushdownTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final FilesOfSpark files = new FilesOfSpark(folder);

    @AfterEach
    void closeLake() {
        files.close();
    }

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private SparkPlan executed(String query) {
        return spark.sql(query).queryExecution().executedPlan();
    }

    private String plan(String query) {
        return executed(query).toString();
    }

    private static Map<String, ColumnStatistics> ids(long min, long max) {
        return Map.of("id", new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(0L)));
    }

    /** Ten rows in each of three files, one for each place. */
    private void fill(String table) {
        spark.sql("CREATE TABLE %s (id BIGINT, name STRING, place STRING) PARTITIONED BY (place)".formatted(table));
        for (int i = 0; i < 3; i++) {
            files.append(
                    "default." + table,
                    spark.sql("SELECT id + %d AS id, concat('n', id) AS name FROM range(10)".formatted(10 * i)),
                    Map.of("place", Optional.of("p" + i)),
                    ids(10L * i, 10L * i + 9));
        }
    }

    @Test
    void filesAreLeftOutByTheirPartitionAndTheirStatistics() {
        fill("t");

        assertThat(plan("SELECT * FROM t WHERE place IN ('p0', 'p2')")).contains("2 of 3 files");
        assertThat(plan("SELECT * FROM t WHERE id > 19")).contains("1 of 3 files");
        assertThat(plan("SELECT * FROM t WHERE id > 19 OR place = 'p0'")).contains("2 of 3 files");
        assertThat(plan("SELECT * FROM t WHERE id > 19 OR name LIKE '%5'")).contains("3 of 3 files");
        assertThat(rows("SELECT id FROM t WHERE id > 19 OR name LIKE '%5' ORDER BY id"))
                .hasSize(12)
                .startsWith("[5]", "[15]", "[20]");
        assertThat(rows("SELECT id FROM t WHERE NOT (id < 28 OR place IS NULL) ORDER BY id"))
                .containsExactly("[28]", "[29]");
    }

    @Test
    void aLimitNeedsOnlyAsManyFilesAsHaveRowsEnough() {
        fill("t");

        assertThat(plan("SELECT * FROM t LIMIT 5")).contains("1 of 3 files");
        assertThat(plan("SELECT * FROM t WHERE place <> 'p0' LIMIT 12")).contains("2 of 3 files");
        assertThat(rows("SELECT * FROM t LIMIT 12")).hasSize(12);
        assertThat(rows("SELECT id FROM t WHERE id % 10 = 9 LIMIT 3")).hasSize(3);
    }

    @Test
    void whatTheLogKnowsIsCountedWithoutFiles() {
        fill("t");

        String grouped = "SELECT place, count(*), min(id), max(id) FROM t WHERE place > 'p0' GROUP BY place";
        assertThat(plan(grouped)).contains("LocalTableScan").doesNotContain("BatchScan");
        assertThat(rows(grouped + " ORDER BY place")).containsExactly("[p1,10,10,19]", "[p2,10,20,29]");
        assertThat(rows("SELECT min(place), count(place), count(id) FROM t WHERE place = 'p1'"))
                .containsExactly("[p1,10,10]");
        assertThat(rows("SELECT count(*), max(id) FROM t WHERE place = 'nowhere'"))
                .containsExactly("[0,null]");
        assertThat(plan("SELECT count(*) FROM t WHERE id > 3")).contains("BatchScan");
        assertThat(rows("SELECT count(*), count(DISTINCT place) FROM t WHERE id > 3"))
                .containsExactly("[26,3]");
    }

    @Test
    void onlyTheFieldsThatAreNeededAreRead() {
        spark.sql("CREATE TABLE t (id BIGINT, s STRUCT<a: INT, b: STRUCT<c: STRING, d: INT>>)");
        files.append(
                "default.t",
                spark.sql("SELECT id, named_struct('a', 1, 'b', named_struct('c', 'x', 'd', CAST(id AS INT))) AS s"
                        + " FROM range(3)"),
                Map.of());

        String query = "SELECT s.b.d FROM t WHERE s.b.d > 0 ORDER BY 1";
        assertThat(rows(query)).containsExactly("[1]", "[2]");
        spark.conf().set("spark.sql.adaptive.enabled", false);
        BatchScanExec scan =
                (BatchScanExec) executed("SELECT s.b.d FROM t").collectLeaves().head();
        assertThat(scan.scan().readSchema().simpleString()).isEqualTo("struct<s:struct<b:struct<d:int>>>");
    }

    @Test
    void aJoinByAPartitionColumnReadsTheFilesThatItNeeds() {
        fill("t");
        fill("places");
        String query = "SELECT count(t.id), sum(t.id) FROM t JOIN places p ON t.place = p.place"
                + " WHERE p.name = 'n3' AND p.id = 13";

        assertThat(rows(query)).containsExactly("[10,145]");
        assertThat(plan(query)).contains("RuntimeFilters: [dynamicpruning");
    }

    @Test
    void aJoinByPartitionColumnsNeedsNoShuffleIfFilesAreGroupedByThem() {
        fill("a");
        fill("b");
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", -1);
        String query = "SELECT a.place, count(*), max(b.id) FROM a JOIN b ON a.place = b.place GROUP BY a.place";

        assertThat(plan(query)).contains("Exchange");
        spark.conf().set("spark.sluice.preserveDataGrouping", true);
        assertThat(plan(query)).doesNotContain("Exchange");
        assertThat(rows(query)).containsExactlyInAnyOrder("[p0,100,9]", "[p1,100,19]", "[p2,100,29]");
    }

    @Test
    void notANumberIsGreaterThanAllThoughNoStatisticsSayIt() {
        spark.sql("CREATE TABLE t (x DOUBLE)");
        Map<String, ColumnStatistics> bounds =
                Map.of("x", new ColumnStatistics(Optional.of(-0.0), Optional.of(3.0), Optional.of(0L)));
        files.append(
                "default.t",
                spark.sql("SELECT * FROM VALUES (0.0D), (-0.0D), (3.0D), (CAST('NaN' AS DOUBLE)) rows(x)"),
                Map.of(),
                bounds);

        assertThat(rows("SELECT x FROM t WHERE x > 5")).containsExactly("[NaN]");
        assertThat(rows("SELECT x FROM t WHERE x = 0 ORDER BY 1")).hasSize(2);
        assertThat(rows("SELECT x FROM t WHERE x <> 3 AND x > 1")).containsExactly("[NaN]");
        assertThat(rows("SELECT max(x), min(x) FROM t WHERE x >= 3")).containsExactly("[NaN,3.0]");
    }
}
