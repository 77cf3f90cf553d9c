package io.sluice.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.spark.SharedSpark;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsertTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private static ColumnStatistics bounds(Comparable<?> min, Comparable<?> max, long nulls) {
        return new ColumnStatistics(Optional.ofNullable(min), Optional.ofNullable(max), Optional.of(nulls));
    }

    @Test
    void insertedRowsAreThereWithExactStatisticsOfEachColumn() {
        spark.sql("""
                CREATE TABLE t (id BIGINT NOT NULL, small SMALLINT, name STRING, amount DECIMAL(10,2), large DECIMAL(30,3),
                  x DOUBLE, f FLOAT, ok BOOLEAN, day DATE, at TIMESTAMP, wall TIMESTAMP_NTZ, raw BINARY,
                  s STRUCT<a: INT, b: STRUCT<c: STRING>>, list ARRAY<INT>, map MAP<STRING, INT>)
                """);

        spark.sql("""
                INSERT INTO t
                SELECT /*+ COALESCE(1) */ * FROM VALUES
                  (1L, 5S, 'b', 1.25BD, 12345678901234567890.125BD, 0.5D, 1.5F, true, DATE'2026-01-02',
                   TIMESTAMP'2026-01-01 10:00:00.000001', TIMESTAMP_NTZ'1969-12-31 23:59:59', X'01',
                   named_struct('a', 7, 'b', named_struct('c', 'x')), array(1, 2), map('k', 1)),
                  (2L, NULL, 'añ', -2.50BD, NULL, -0.0D, -1.5F, false, DATE'2025-12-31',
                   TIMESTAMP'2026-01-01 10:00:00', NULL, NULL,
                   named_struct('a', NULL, 'b', NULL), NULL, NULL)
                """);

        assertThat(rows("SELECT id, name, s.b.c, list, map FROM t ORDER BY id"))
                .containsExactly("[1,b,x,ArraySeq(1, 2),Map(k -> 1)]", "[2,añ,null,null,null]");
        FileStatistics file = lake.statistics("default.t");
        assertThat(file.rowCount()).isEqualTo(2);
        long tenOClock = 1767261600000000L;
        assertThat(file.columns())
                .containsEntry("id", bounds(1L, 2L, 0))
                .containsEntry("small", bounds(5L, 5L, 1))
                .containsEntry("name", bounds("añ", "b", 0))
                .containsEntry("amount", bounds(new BigDecimal("-2.50"), new BigDecimal("1.25"), 0))
                .containsEntry(
                        "large",
                        bounds(
                                new BigDecimal("12345678901234567890.125"),
                                new BigDecimal("12345678901234567890.125"),
                                1))
                .containsEntry("x", bounds(-0.0, 0.5, 0))
                .containsEntry(
                        "day",
                        bounds(
                                LocalDate.of(2025, 12, 31).toEpochDay(),
                                LocalDate.of(2026, 1, 2).toEpochDay(),
                                0))
                .containsEntry("at", bounds(tenOClock, tenOClock + 1, 0))
                .containsEntry("wall", bounds(-1_000_000L, -1_000_000L, 1))
                .containsEntry("raw", bounds(null, null, 1))
                .containsEntry("s.a", bounds(7L, 7L, 1))
                .containsEntry("s.b.c", bounds("x", "x", 1))
                .doesNotContainKeys("list", "map", "s", "s.b");
    }

    @Test
    void aColumnWithANaNHasNoBounds() {
        spark.sql("CREATE TABLE t (id INT, x DOUBLE, f FLOAT)");

        spark.sql(
                "INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 1.0, 1.0), (2, double('NaN'), float('NaN')), (3, NULL, 2.0)");

        assertThat(lake.statistics("default.t").columns())
                .containsEntry("x", bounds(null, null, 1))
                .containsEntry("f", bounds(null, null, 0));
        assertThat(rows("SELECT id FROM t WHERE x > 5")).containsExactly("[2]");
    }

    @Test
    void rowsGoToTheirPartitionsWithTextsThatOthersRead() {
        spark.sql("CREATE TABLE t (id INT, day DATE, at TIMESTAMP, kind STRING) PARTITIONED BY (day, at, kind)");

        spark.sql("""
                INSERT INTO t VALUES
                  (1, DATE'2026-01-01', TIMESTAMP'2026-01-01 10:00:00.5', 'a/b c'),
                  (2, DATE'2026-01-01', TIMESTAMP'2026-01-01 10:00:00.5', 'a/b c'),
                  (3, NULL, NULL, NULL)
                """);

        assertThat(lake.files("default.t"))
                .extracting(DataFile::partitionValues)
                .containsExactlyInAnyOrder(
                        Map.of(
                                "day", Optional.of("2026-01-01"),
                                "at", Optional.of("2026-01-01T10:00:00.5Z"),
                                "kind", Optional.of("a/b c")),
                        Map.of("day", Optional.empty(), "at", Optional.empty(), "kind", Optional.empty()));
        assertThat(rows("SELECT id, day, at, kind FROM t ORDER BY id"))
                .containsExactly(
                        "[1,2026-01-01,2026-01-01 10:00:00.5,a/b c]",
                        "[2,2026-01-01,2026-01-01 10:00:00.5,a/b c]",
                        "[3,null,null,null]");
    }

    @Test
    void aFileThatIsLargeEnoughIsFollowedByAnother() {
        spark.sql("CREATE TABLE t (id BIGINT, text STRING)");

        spark.range(0, 20_000, 1, 1)
                .selectExpr("id", "sha2(string(id), 512) AS text")
                .write()
                .option("targetFileSizeBytes", 200_000)
                .insertInto("t");

        assertThat(lake.files("default.t")).hasSizeGreaterThan(3);
        assertThat(rows("SELECT count(DISTINCT id), count(*) FROM t")).containsExactly("[20000,20000]");
    }

    @Test
    void theTableSaysHowItsFilesAreUnlessTheWriteDoes() {
        spark.sql("CREATE TABLE t (id BIGINT, text STRING)"
                + " TBLPROPERTIES ('delta.targetFileSize' = '100kb', 'delta.parquet.compression.codec' = 'none')");
        Dataset<Row> rows = spark.range(0, 20_000, 1, 1).selectExpr("id", "sha2(string(id), 512) AS text");

        rows.write().insertInto("t");
        List<DataFile> small = lake.files("default.t");
        rows.write().option("targetFileSizeBytes", "1gb").mode("overwrite").insertInto("t");
        List<DataFile> large = lake.files("default.t");

        assertThat(small).hasSizeGreaterThan(10);
        assertThat(large).hasSize(1);
        assertThat(large.get(0).sizeBytes()).as("not compressed").isGreaterThan(20_000 * 128);
        assertThatThrownBy(() ->
                        rows.write().option("targetFileSizeBytes", "large").insertInto("t"))
                .hasMessageContaining("the option targetFileSizeBytes is 'large'");
        assertThatThrownBy(() -> spark.sql("ALTER TABLE t SET TBLPROPERTIES ('delta.targetFileSize' = '0')"))
                .hasMessageContaining("'delta.targetFileSize' cannot be '0': it takes a size");
    }

    @Test
    void rowsOfAPartitionComeTogether() {
        spark.sql("CREATE TABLE t (id BIGINT, p BIGINT) PARTITIONED BY (p)");

        spark.range(0, 1000, 1, 8).selectExpr("id", "id % 4 AS p").write().insertInto("t");

        assertThat(lake.files("default.t")).hasSize(4);
    }

    @Test
    void aTaskThatFailsLeavesNoFiles() {
        spark.sql("CREATE TABLE t (id BIGINT)");
        UDF1<Long, Long> failing = id -> {
            if (id == 1500) {
                throw new IllegalStateException("planted");
            }
            return id;
        };
        spark.udf().register("failing", failing, DataTypes.LongType);

        // One task: what others have written by then is removed when they are stopped, at some time after the
        // statement.
        assertThatThrownBy(() -> spark.range(0, 2000, 1, 1)
                        .selectExpr("failing(id) AS id")
                        .write()
                        .option("targetFileSizeBytes", 100)
                        .insertInto("t"))
                .hasStackTraceContaining("planted");

        assertThat(lake.filesOnDisk("default.t")).isEmpty();
        assertThat(rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void anOverwriteReplacesAllRows() {
        spark.sql("CREATE TABLE t (id INT)");
        spark.sql("INSERT INTO t VALUES (1), (2)");

        spark.sql("INSERT OVERWRITE t VALUES (3)");

        assertThat(rows("SELECT * FROM t")).containsExactly("[3]");
        assertThat(lake.lastCommit("default.t").operation().name()).isEqualTo("WRITE");
    }

    @Test
    void aDynamicOverwriteReplacesThePartitionsThatItWrites() {
        spark.sql("CREATE TABLE t (id INT, p STRING) PARTITIONED BY (p)");
        spark.sql("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)");
        spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");

        spark.sql("INSERT OVERWRITE t VALUES (4, 'b'), (5, 'c'), (6, NULL)");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1,a]", "[4,b]", "[5,c]", "[6,null]");
    }

    @Test
    void anOverwriteOfOnePartitionLeavesTheOthers() {
        spark.sql("CREATE TABLE t (id INT, p STRING) PARTITIONED BY (p)");
        spark.sql("INSERT INTO t VALUES (1, 'a'), (2, 'b')");

        spark.sql("INSERT OVERWRITE t PARTITION (p = 'b') VALUES (3)");

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1,a]", "[3,b]");
    }

    @Test
    void anOverwriteByAConditionOpensNoFileWhoseBoundsSayItOfAllRows() throws Exception {
        spark.sql("CREATE TABLE t (id INT)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES (1), (2)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES (11), (12)");

        spark.sql("SELECT 15 AS id").writeTo("t").overwrite(functions.col("id").gt(10));

        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]", "[15]");
        assertThatThrownBy(() -> spark.sql("SELECT 3 AS id")
                        .writeTo("t")
                        .overwrite(functions.col("id").gt(10)))
                .hasStackTraceContaining("new rows of table default.t are not among those that are replaced")
                .hasStackTraceContaining("id > 10");
        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[1]", "[2]", "[15]");
        assertThat(lake.filesOnDisk("default.t")).hasSize(3);
    }

    @Test
    void aConditionThatRowsAreNotFoundByIsRefusedWithWhatToDo() {
        spark.sql("CREATE TABLE t (id BIGINT, n DOUBLE)");

        for (String condition : List.of("id >= 1.5D", "id % 2 = 0", "n > 1", "id = 1 AND n > 1")) {
            assertThatThrownBy(() -> spark.sql("INSERT INTO t REPLACE WHERE " + condition + " VALUES (2, 2)"))
                    .as(condition)
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContainingAll(
                            "the rows of table default.t where ", "cannot be replaced", "lake.system.begin()");
        }
        assertThatThrownBy(() -> spark.sql("INSERT INTO t REPLACE WHERE id % 2 = 0 VALUES (2, 2)"))
                .hasMessageContaining("where (id % 2) = 0 cannot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void anOverwriteByAConditionTakesSomeRowsOfAFileToo(String vectors) {
        spark.sql("CREATE TABLE t (id INT, s STRUCT<a: STRING>, d DECIMAL(9,2), p INT) PARTITIONED BY (p) TBLPROPERTIES"
                + " ('delta.enableChangeDataFeed'='true', 'delta.enableDeletionVectors'='%s')".formatted(vectors));
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id, named_struct('a', IF(id = 3, NULL, id)), id, id % 2"
                + " FROM (SELECT CAST(id AS INT) AS id FROM range(8))");

        spark.sql("INSERT INTO t REPLACE WHERE id > 5 AND p = 0 SELECT 10, named_struct('a', 'x'), 1.5, 0");
        assertThat(rows("SELECT id FROM t ORDER BY id"))
                .containsExactly("[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[7]", "[10]");
        assertThat(rows("SELECT id, p, _change_type FROM table_changes('t', 2, 2) ORDER BY id"))
                .containsExactly("[6,0,delete]", "[10,0,insert]");
        assertThat(lake.lastCommit("default.t").operation().metrics())
                .containsEntry("numDeletedRows", "1")
                .containsEntry("numOutputRows", "1");

        spark.sql("INSERT INTO t REPLACE WHERE s.a IS NULL OR s.a LIKE '1%' OR d IN (5.00, 7.00)"
                + " SELECT 11, named_struct('a', '12'), 1.5, 1");
        assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("[0]", "[2]", "[4]", "[10]", "[11]");
        assertThat(rows("SELECT id, _change_type FROM table_changes('t', 3, 3) ORDER BY id"))
                .containsExactly("[1,delete]", "[3,delete]", "[5,delete]", "[7,delete]", "[11,insert]");
    }

    @Test
    void aTableIsMadeWithTheRowsOfAQuery() {
        spark.sql("CREATE TABLE t PARTITIONED BY (p) AS SELECT id, id % 2 AS p FROM range(4)");
        assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("[0,0]", "[1,1]", "[2,0]", "[3,1]");

        spark.sql("CREATE OR REPLACE TABLE t AS SELECT 'x' AS name");

        assertThat(rows("SELECT * FROM t")).containsExactly("[x]");
    }
}
