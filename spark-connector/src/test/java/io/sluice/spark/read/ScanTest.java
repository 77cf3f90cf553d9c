package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import io.sluice.table.ColumnStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScanTest {
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

    private String plan(String query) {
        return spark.sql(query).queryExecution().executedPlan().toString();
    }

    private static ColumnStatistics bounds(long min, long max) {
        return new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(0L));
    }

    @Test
    void rowsArePartOfFilesAndPartOfTheLog() {
        spark.sql("CREATE TABLE t (id BIGINT, place STRING, day DATE, name STRING) PARTITIONED BY (day, place)");
        files.append(
                "default.t",
                spark.sql("SELECT id, concat('n', id) AS name FROM range(3)"),
                Map.of("day", Optional.of("2024-02-29"), "place", Optional.of("a b/ü%20")));
        files.append(
                "default.t",
                spark.sql("SELECT id + 10 AS id, concat('n', id) AS name FROM range(2)"),
                Map.of("day", Optional.empty(), "place", Optional.empty()));

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly(
                        "[0,a b/ü%20,2024-02-29,n0]",
                        "[1,a b/ü%20,2024-02-29,n1]",
                        "[2,a b/ü%20,2024-02-29,n2]",
                        "[10,null,null,n0]",
                        "[11,null,null,n1]");
        assertThat(rows("SELECT name, day, id FROM t WHERE place IS NULL ORDER BY id"))
                .containsExactly("[n0,null,10]", "[n1,null,11]");
        assertThat(plan("SELECT * FROM t WHERE day = DATE '2024-02-29'")).contains("1 of 2 files");
        assertThat(rows("SELECT count(*) FROM t")).containsExactly("[5]");
        assertThat(plan("SELECT count(*) FROM t")).contains("LocalTableScan");
    }

    @Test
    void deletedRowsAreLeftOutInBatchesAndRowByRow() {
        spark.sql("CREATE TABLE t (id BIGINT, s STRUCT<a: INT, b: STRING>, l ARRAY<INT>)");
        String path = files.append(
                "default.t",
                spark.sql(
                        "SELECT id, struct(CAST(id AS INT) AS a, concat('b', id) AS b) AS s, array(CAST(id AS INT)) AS l"
                                + " FROM range(0, 20000, 1, 1)"),
                Map.of());
        files.delete("default.t", path, 0, 1, 4095, 4096, 10_000, 19_999);

        for (boolean vectorized : List.of(true, false)) {
            spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
            assertThat(rows("SELECT count(id), min(id), max(id), sum(s.a), sum(l[0]) FROM t"))
                    .containsExactly("[19994,2,19998,199951813,199951813]".replace("199951813", sumOfTheRest()));
            assertThat(rows("SELECT id, s.b, l FROM t WHERE id BETWEEN 4094 AND 4097"))
                    .containsExactly("[4094,b4094,ArraySeq(4094)]", "[4097,b4097,ArraySeq(4097)]");
            assertThat(rows("SELECT _pos, _file LIKE '%/" + path + "', id FROM t WHERE id IN (3, 9999)"))
                    .containsExactly("[3,true,3]", "[9999,true,9999]");
        }
    }

    private static String sumOfTheRest() {
        return Long.toString(19_999L * 20_000 / 2 - (1 + 4095 + 4096 + 10_000 + 19_999));
    }

    @Test
    void extremesComeFromStatisticsAsLongAsTheyAreExact() {
        spark.sql("CREATE TABLE t (id BIGINT, d DATE)");
        Map<String, ColumnStatistics> statistics = Map.of("id", bounds(0, 9), "d", bounds(0, 9));
        String path = files.append(
                "default.t",
                spark.sql("SELECT id, date_from_unix_date(CAST(id AS INT)) AS d FROM range(10)"),
                Map.of(),
                statistics);

        String query = "SELECT min(id), max(id), min(d), max(d), count(d) FROM t";
        assertThat(rows(query)).containsExactly("[0,9,1970-01-01,1970-01-10,10]");
        assertThat(plan(query)).contains("LocalTableScan");

        files.delete("default.t", path, 9);

        assertThat(rows(query)).containsExactly("[0,8,1970-01-01,1970-01-09,9]");
        assertThat(plan(query)).doesNotContain("LocalTableScan");
        assertThat(rows("SELECT count(*) FROM t")).containsExactly("[9]");
    }
}
