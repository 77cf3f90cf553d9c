package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.SharedSpark;
import io.sluice.compat.judge.TableReader;
import io.sluice.table.TableName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark writes with the connector, as every reader sees it. */
class SparkWritesTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private SparkSession spark;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
        spark = SharedSpark.session().newSession();
        spark.conf().set("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog");
        spark.conf().set("spark.sql.catalog.lake.lake", folder.resolve("lake").toString());
        run("CREATE NAMESPACE lake.sales", "USE lake.sales");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void run(String... statements) {
        Arrays.stream(statements).forEach(spark::sql);
    }

    @SafeVarargs
    private void expect(String table, List<Object>... rows) {
        List<List<Object>> expected = new ArrayList<>();
        for (List<Object> row : rows) {
            expected.add(row);
        }
        for (TableReader reader : lake.rowReaders(TableName.parse("sales." + table))) {
            assertThat(reader.latest().rows())
                    .as(reader.getClass().getSimpleName())
                    .isEqualTo(Canonical.rows(expected));
        }
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void valuesOfAllTypesAreTheSameForAll() {
        run("""
                CREATE TABLE t (b BOOLEAN, i1 TINYINT, i2 SMALLINT, i4 INT, i8 BIGINT, f FLOAT, d DOUBLE, s STRING,
                  raw BINARY, day DATE, at TIMESTAMP, wall TIMESTAMP_NTZ, small DECIMAL(9,2), large DECIMAL(38,10),
                  nested STRUCT<a: INT, b: STRUCT<c: STRING>>, list ARRAY<STRING>, map MAP<STRING, INT>)
                """, """
                INSERT INTO t VALUES
                  (true, 1Y, 2S, 3, 4L, 1.5F, -0.5D, 'añ€😀', X'00FF', DATE'1582-10-01', TIMESTAMP'1900-01-01 00:00:00.000001',
                   TIMESTAMP_NTZ'2026-01-01 10:00:00.5', 12.34BD, 1234567890123456789012345678.0123456789BD,
                   named_struct('a', 1, 'b', named_struct('c', 'x')), array('p', NULL), map('k', 1)),
                  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                """);

        expect(
                "t",
                row(
                        true,
                        (byte) 1,
                        (short) 2,
                        3,
                        4L,
                        1.5f,
                        -0.5,
                        "añ€😀",
                        new byte[] {0, -1},
                        LocalDate.of(1582, 10, 1),
                        Instant.parse("1900-01-01T00:00:00.000001Z"),
                        LocalDateTime.parse("2026-01-01T10:00:00.5"),
                        new BigDecimal("12.34"),
                        new BigDecimal("1234567890123456789012345678.0123456789"),
                        Canonical.struct(1, Canonical.struct("x")),
                        Arrays.asList("p", null),
                        Map.of("k", 1)),
                row(new Object[17]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void changedRowsAreTheSameForAll(String vectors) {
        run(
                "CREATE TABLE t (id BIGINT NOT NULL, n INT, p STRING) PARTITIONED BY (p)"
                        + " TBLPROPERTIES ('delta.enableDeletionVectors'='%s')".formatted(vectors),
                "INSERT INTO t SELECT id, id * 10, IF(id % 2 = 0, 'a/b=c d', NULL) FROM range(1, 9)",
                "DELETE FROM t WHERE id IN (1, 2)",
                "UPDATE t SET n = -n, p = 'moved' WHERE id = 3",
                """
                MERGE INTO t USING (SELECT id FROM range(7, 11)) s ON t.id = s.id
                WHEN MATCHED AND t.id = 7 THEN DELETE
                WHEN MATCHED THEN UPDATE SET n = 0
                WHEN NOT MATCHED THEN INSERT (id, n, p) VALUES (s.id, 1, 'new')
                """);

        expect(
                "t",
                row(3L, -30, "moved"),
                row(4L, 40, "a/b=c d"),
                row(5L, 50, null),
                row(6L, 60, "a/b=c d"),
                row(8L, 0, "a/b=c d"),
                row(9L, 1, "new"),
                row(10L, 1, "new"));
    }

    @Test
    void overwrittenPartitionsAndReplacedTablesAreTheSameForAll() {
        run(
                "CREATE TABLE t (id INT, day DATE, at TIMESTAMP) PARTITIONED BY (day, at)",
                "INSERT INTO t VALUES (1, DATE'2026-01-01', TIMESTAMP'2026-01-01 10:00:00.25'), (2, NULL, NULL)",
                "SET spark.sql.sources.partitionOverwriteMode=dynamic",
                "INSERT OVERWRITE t VALUES (3, DATE'2026-01-01', TIMESTAMP'2026-01-01 10:00:00.25')");
        expect("t", row(2, null, null), row(3, LocalDate.of(2026, 1, 1), Instant.parse("2026-01-01T10:00:00.25Z")));

        run("CREATE OR REPLACE TABLE t AS SELECT 5 AS five");
        expect("t", row(5));
    }

    @Test
    void renamedColumnsAreWrittenUnderTheirOldNamesInFiles() {
        run(
                "CREATE TABLE t (id INT, s STRUCT<a: INT, b: STRING>) TBLPROPERTIES ('delta.columnMapping.mode'='name')",
                "INSERT INTO t VALUES (1, named_struct('a', 1, 'b', 'x'))",
                "ALTER TABLE t RENAME COLUMN id TO number",
                "INSERT INTO t VALUES (2, named_struct('a', 2, 'b', 'y'))",
                "UPDATE t SET s = named_struct('a', 3, 'b', 'z') WHERE number = 1");

        expect("t", row(1, Canonical.struct(3, "z")), row(2, Canonical.struct(2, "y")));
    }

    @Test
    void idsOfRowsThatSparkHasUpdatedAreTheSameForDeltaSpark() {
        run(
                "CREATE TABLE t (id INT, n INT) TBLPROPERTIES ('delta.enableRowTracking'='true')",
                "INSERT INTO t SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 1), (2, 2), (3, 3)",
                "UPDATE t SET n = 20 WHERE id = 2");

        assertThat(lake.deltaSpark(TableName.parse("sales.t")).select("id", "n", "_metadata.row_id"))
                .containsExactly("1 | 1 | 0", "2 | 20 | 1", "3 | 3 | 2");
    }
}
