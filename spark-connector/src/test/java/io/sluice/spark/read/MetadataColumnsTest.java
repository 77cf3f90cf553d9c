package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row tells beside its columns, as users of Spark, Delta and Iceberg ask for it. */
class MetadataColumnsTest {
    private final SparkSession spark = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private void fill(String vectorized) {
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
        spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", vectorized);
        spark.sql("CREATE TABLE t (id INT, place STRING, day DATE) PARTITIONED BY (place, day)"
                + " TBLPROPERTIES ('delta.enableRowTracking' = 'true')");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES"
                + " (1, 'x', DATE'2024-01-01'), (2, 'x', DATE'2024-01-01'), (3, NULL, NULL)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aRowTellsItsPartition(String vectorized) {
        fill(vectorized);

        assertThat(rows("SELECT id, _partition FROM t ORDER BY id"))
                .containsExactly("[1,[x,2024-01-01]]", "[2,[x,2024-01-01]]", "[3,[null,null]]");
        spark.sql("ALTER TABLE t RENAME COLUMN place TO spot");
        spark.sql("DELETE FROM t WHERE id = 1");
        assertThat(rows("SELECT _partition.day, _partition.spot, id FROM t WHERE _partition.spot = 'x'"))
                .containsExactly("[2024-01-01,x,2]");
        assertThat(rows("SELECT _partition.spot, count(*) FROM t GROUP BY 1 ORDER BY 1"))
                .containsExactly("[null,1]", "[x,1]");
        spark.sql("CREATE TABLE plain (id INT)");
        assertThatThrownBy(() -> spark.sql("SELECT _partition FROM plain")).hasMessageContaining("_partition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aRowTellsOfItsFile(String vectorized) throws Exception {
        fill(vectorized);
        spark.sql("DELETE FROM t WHERE id = 1");

        Row row = spark.sql("SELECT _metadata.*, _file, _row_id FROM t WHERE id = 2")
                .head();
        Path file = Path.of(row.getString(0));
        assertThat(row.getString(0)).isEqualTo(row.<String>getAs("_file"));
        assertThat(row.getString(1)).isEqualTo(file.getFileName().toString()).endsWith(".parquet");
        assertThat(row.getLong(2)).isEqualTo(Files.size(file));
        assertThat(row.getInstant(3)).isBetween(java.time.Instant.now().minusSeconds(600), java.time.Instant.now());
        assertThat(row.getLong(4)).isEqualTo(1);
        assertThat(row.getLong(5)).isEqualTo(row.<Long>getAs("_row_id"));
        assertThat(row.getLong(6)).isEqualTo(1);
        assertThat(rows("SELECT id FROM t WHERE _metadata.row_index = 1")).containsExactly("[2]");
        assertThat(rows("SELECT count(*), count(DISTINCT _metadata.file_name) FROM t"))
                .containsExactly("[2,2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void statementsThatChangeRowsFindThemByTheirPlaces(String vectorized) {
        fill(vectorized);
        spark.sql("CREATE TABLE places AS SELECT _file AS f, _pos AS p, id FROM t");

        spark.sql("MERGE INTO t USING places s ON t._file = s.f AND t._pos = s.p AND s.id = 1"
                + " WHEN MATCHED THEN UPDATE SET id = 10");
        spark.sql("DELETE FROM t WHERE _file IN (SELECT f FROM places WHERE id = 3)");
        spark.sql(
                "MERGE INTO t USING places s ON t._file = s.f AND t._pos = s.p AND t.id = 2 WHEN MATCHED THEN DELETE");

        assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("[10]");
    }

    @Test
    void filesAreNumberedForOneScan() {
        fill("true");
        spark.sql("INSERT INTO t VALUES (4, 'x', DATE'2024-01-01')");

        assertThat(rows(
                        "SELECT count(DISTINCT _file), count(DISTINCT _file_number), count(DISTINCT _file, _file_number)"
                                + " FROM t"))
                .containsExactly("[3,3,3]");
    }
}
