package io.sluice.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.LogRules;
import io.sluice.compat.judge.SharedSpark;
import io.sluice.compat.judge.StatisticsJudge;
import io.sluice.compat.judge.TableReader;
import io.sluice.compat.trino.SharedTrino;
import io.sluice.compat.trino.TrinoClient;
import io.sluice.table.TableName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server of Trino writes, as every reader sees it. */
class TrinoWritesTest {
    /** Statements that Spark knows too. */
    private static final List<String> CHANGES = List.of(
            "INSERT INTO %s SELECT id, CAST(id * 10 AS INT), IF(id %% 2 = 0, 'a/b=c d', NULL) FROM $ids",
            "DELETE FROM %s WHERE id IN (1, 2)",
            "UPDATE %s SET n = -n, p = 'moved' WHERE id = 3",
            """
            MERGE INTO %s AS t USING (SELECT 6 AS id UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS s ON t.id = s.id
            WHEN MATCHED AND t.id = 7 THEN DELETE
            WHEN MATCHED THEN UPDATE SET n = 0
            WHEN NOT MATCHED THEN INSERT (id, n, p) VALUES (s.id, 1, 'new')
            """,
            "UPDATE %s SET n = n + 1",
            "DELETE FROM %s WHERE p = 'new'",
            "DELETE FROM %s WHERE n > 0");

    /** Each is true of some row of the table that is measured, in the SQL of Spark. */
    private static final List<String> CONDITIONS = List.of(
            "id = 3",
            "s > 'alphb'",
            "s > repeat('a', 60)",
            "d > 1e300",
            "isnan(d)",
            "d = 0.0",
            "isnan(f)",
            "f < -1e30",
            "day < DATE '1970-01-01'",
            "at >= TIMESTAMP '2024-02-29 12:00:00.123999Z'",
            "wall <= TIMESTAMP_NTZ '1969-12-31 12:00:00.123456'",
            "m > 1",
            "m BETWEEN 0 AND 0.000000000000000002",
            "yes IS NULL",
            "id IS NULL",
            "nested.x < 0",
            "nested.`odd name.` = 'z''z'");

    private static TestLake lake;
    private static TrinoClient trino;

    @BeforeAll
    static void connect() {
        trino = SharedTrino.connect();
        lake = TestLake.in(SharedTrino.lake().getParent());
        run("CREATE SCHEMA writes", "USE lake.writes");
    }

    @AfterAll
    static void close() {
        lake.close();
        trino.close();
    }

    private static void run(String... statements) {
        Arrays.stream(statements).forEach(trino::run);
    }

    private static TableName name(String table) {
        return TableName.of("writes", table);
    }

    /** The log keeps its rules, statistics are true, and all readers find these rows. */
    private static void expect(String table, List<List<Object>> rows) {
        assertThat(LogRules.complaints(lake.committed(name(table)))).isEmpty();
        assertThat(StatisticsJudge.complaints(lake.kernel(name(table)))).isEmpty();
        List<String> expected = Canonical.rows(rows);
        for (TableReader reader : lake.rowReaders(name(table))) {
            assertThat(reader.latest().rows())
                    .as(reader.getClass().getSimpleName())
                    .isEqualTo(expected);
        }
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void valuesOfAllTypesAreTheSameForAll() {
        run("""
                CREATE TABLE kinds (b boolean, i1 tinyint, i2 smallint, i4 integer, i8 bigint, f real, d double, s varchar,
                  raw varbinary, day date, at timestamp(6) with time zone, wall timestamp(6), small decimal(9,2),
                  large decimal(38,10), nested row(a integer, b row(c varchar)), list array(varchar),
                  pairs map(varchar, integer))
                """, """
                INSERT INTO kinds VALUES
                  (true, 1, 2, 3, 4, REAL '1.5', DOUBLE '-0.5', 'añ€😀', X'00FF', DATE '1582-10-01',
                   TIMESTAMP '1900-01-01 00:00:00.000001 UTC', TIMESTAMP '2026-01-01 10:00:00.5', DECIMAL '12.34',
                   DECIMAL '1234567890123456789012345678.0123456789', ROW(1, ROW('x')), ARRAY['p', NULL],
                   MAP(ARRAY['k'], ARRAY[1])),
                  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                """);

        expect(
                "kinds",
                List.of(
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
                        row(new Object[17])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void changedRowsAreTheSameForAll(String vectors) {
        String table = "changed_" + vectors;
        run(
                """
                CREATE TABLE %s (id bigint NOT NULL, n integer, p varchar)
                WITH (partitioned_by = ARRAY['p'], deletion_vectors_enabled = %s, checkpoint_interval = 3)
                """.formatted(table, vectors),
                "INSERT INTO %s SELECT id, CAST(id * 10 AS integer), IF(id %% 2 = 0, 'a/b=c d')".formatted(table)
                        + " FROM UNNEST(sequence(1, 8)) AS r (id)",
                "DELETE FROM %s WHERE id IN (1, 2)".formatted(table),
                "UPDATE %s SET n = -n, p = 'moved' WHERE id = 3".formatted(table),
                """
                MERGE INTO %s t USING UNNEST(sequence(7, 10)) AS s (id) ON t.id = s.id
                WHEN MATCHED AND t.id = 7 THEN DELETE
                WHEN MATCHED THEN UPDATE SET n = 0
                WHEN NOT MATCHED THEN INSERT (id, n, p) VALUES (s.id, 1, 'new')
                """.formatted(table));

        expect(
                table,
                List.of(
                        row(3L, -30, "moved"),
                        row(4L, 40, "a/b=c d"),
                        row(5L, 50, null),
                        row(6L, 60, "a/b=c d"),
                        row(8L, 0, "a/b=c d"),
                        row(9L, 1, "new"),
                        row(10L, 1, "new")));

        run("DELETE FROM %s WHERE p = 'a/b=c d'".formatted(table), "DELETE FROM %s WHERE id > 8".formatted(table));
        expect(table, List.of(row(3L, -30, "moved"), row(5L, 50, null)));
    }

    @Test
    void renamedColumnsAreWrittenUnderTheirOldNamesInFiles() {
        run(
                "CREATE TABLE mapped (id integer, gone varchar, s row(a integer, b varchar), p date)"
                        + " WITH (column_mapping_mode = 'NAME', partitioned_by = ARRAY['p'])",
                "INSERT INTO mapped VALUES (1, 'g', ROW(1, 'x'), DATE '2026-01-01')",
                "ALTER TABLE mapped RENAME COLUMN id TO number",
                "ALTER TABLE mapped RENAME COLUMN p TO day",
                "ALTER TABLE mapped DROP COLUMN gone",
                "ALTER TABLE mapped ADD COLUMN id varchar",
                "INSERT INTO mapped VALUES (2, ROW(2, 'y'), DATE '2026-01-02', 'two')",
                "UPDATE mapped SET s = ROW(3, 'z'), id = 'one' WHERE number = 1");

        expect(
                "mapped",
                List.of(
                        row(1, Canonical.struct(3, "z"), LocalDate.of(2026, 1, 1), "one"),
                        row(2, Canonical.struct(2, "y"), LocalDate.of(2026, 1, 2), "two")));
        DeltaSparkJudge delta = lake.deltaSpark(name("mapped"));
        assertThat(delta.filesOpenedWhere("day = DATE '2026-01-02'")).isEqualTo(1);
        assertThat(delta.filesOpenedWhere("s.a = 3")).isEqualTo(1);
        assertThat(delta.rowsWhere("id = 'two'")).containsExactly("2 | {2, 'y'} | 2026-01-02 | 'two'");
    }

    @Test
    void statisticsLetReadersSkipFilesAndNoRow() {
        run("CREATE TABLE measured (id bigint, s varchar, d double, f real, day date, at timestamp(6) with time zone,"
                + " wall timestamp(6), m decimal(38,18), yes boolean, nested row(x bigint, \"odd name.\" varchar))");
        String pattern = "INSERT INTO measured VALUES (%d, %s, %s, REAL '%s', DATE '%s', TIMESTAMP '%s UTC',"
                + " TIMESTAMP '%5$s 12:00:00.123456', %s, %s, ROW(%s, 'z''z'))";
        String text = "rpad('', 60, 'a') || U&'\\FFFF'";
        run(
                pattern.formatted(
                        1, "'alpha'", "-1.5", "0.5", "1969-12-31", "1969-12-31 23:59:59.999999", "-1.5", "false", "1"),
                pattern.formatted(
                        2, text, "nan()", "NaN", "2024-02-29", "2024-02-29 12:00:00.123999", "NULL", "true", "NULL"),
                pattern.formatted(
                        3,
                        "rpad('', 40, '😀')",
                        "infinity()",
                        "-Infinity",
                        "9999-12-31",
                        "9999-12-31 23:59:59.999999",
                        "99999999999999999999.999999999999999999",
                        "NULL",
                        "100"),
                pattern.formatted(4, "''", "-0.0", "0.0", "0001-01-01", "0001-01-01 00:00:00", "1e-18", "true", "-5"),
                "INSERT INTO measured (id) VALUES (5), (NULL)");

        assertThat(StatisticsJudge.complaints(lake.kernel(name("measured")))).isEmpty();
        DeltaSparkJudge delta = lake.deltaSpark(name("measured"));
        for (String condition : CONDITIONS) {
            assertThat(delta.rowsWhere(condition))
                    .as(condition)
                    .isNotEmpty()
                    .isEqualTo(delta.rowsWhereWithoutSkipping(condition));
        }
        assertThat(delta.filesOpenedWhere("id = 3")).isEqualTo(1);
        assertThat(delta.filesOpenedWhere("s = 'alpha'")).isEqualTo(1);
        assertThat(delta.filesOpenedWhere("day = DATE '2024-02-29'")).isEqualTo(1);
        assertThat(delta.filesOpenedWhere("nested.x = 100")).isEqualTo(1);
    }

    @Test
    void idsOfRowsThatWereUpdatedAreTheSameForDeltaSpark() {
        run(
                "CREATE TABLE tracked (id integer, n integer) WITH (extra_properties = ARRAY['delta.enableRowTracking=true'])",
                "INSERT INTO tracked VALUES (1, 1), (2, 2), (3, 3)",
                "UPDATE tracked SET n = 20 WHERE id = 2");

        assertThat(lake.deltaSpark(name("tracked")).select("id", "n", "_metadata.row_id"))
                .containsExactly("1 | 1 | 0", "2 | 20 | 1", "3 | 3 | 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void changesAreToldAsDeltaSparkTellsThem(String vectors, @TempDir Path folder) {
        SparkSession spark = SharedSpark.session();
        String theirs = "delta.`%s`".formatted(folder.resolve("theirs"));
        String ours = "told_" + vectors;
        spark.sql("CREATE TABLE %s (id BIGINT, n INT, p STRING) USING delta PARTITIONED BY (p) TBLPROPERTIES"
                        .formatted(theirs)
                + " ('delta.enableChangeDataFeed'='true', 'delta.enableDeletionVectors'='%s')".formatted(vectors));
        run("CREATE TABLE %s (id bigint, n integer, p varchar) WITH (partitioned_by = ARRAY['p'],".formatted(ours)
                + " change_data_feed_enabled = true, deletion_vectors_enabled = %s)".formatted(vectors));
        for (String statement : CHANGES) {
            run(statement.formatted(ours).replace("$ids", "UNNEST(sequence(1, 8)) AS r (id)"));
            spark.sql(statement.formatted(theirs).replace("$ids", "range(1, 9)"));
        }

        List<String> expected = DeltaSparkJudge.changes(folder.resolve("theirs"), 1, CHANGES.size());
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(lake.deltaSpark(name(ours)).changes(1, CHANGES.size())).isEqualTo(expected);
    }
}
