package io.sluice.compat;

import static io.sluice.compat.judge.Canonical.struct;
import static io.sluice.table.DataType.Primitive.BOOLEAN;
import static io.sluice.table.DataType.Primitive.DATE;
import static io.sluice.table.DataType.Primitive.DOUBLE;
import static io.sluice.table.DataType.Primitive.FLOAT;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static io.sluice.table.DataType.Primitive.TIMESTAMP;
import static io.sluice.table.DataType.Primitive.TIMESTAMP_NTZ;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.judge.SluiceReader;
import io.sluice.compat.judge.StatisticsJudge;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    /** Longer than any prefix that is kept as a bound; after it come a character beyond 16 bits and one just below. */
    private static final String LONG_TEXT = "a".repeat(60);

    private static final List<Field> COLUMNS = List.of(
            Field.optional("id", LONG),
            Field.optional("text", STRING),
            Field.optional("d", DOUBLE),
            Field.optional("f", FLOAT),
            Field.optional("day", DATE),
            Field.optional("ts", TIMESTAMP),
            Field.optional("local", TIMESTAMP_NTZ),
            Field.optional("m", new Decimal(38, 18)),
            Field.optional("yes", BOOLEAN),
            Field.optional("s", new Struct(List.of(Field.optional("x", LONG), Field.optional("odd name.", STRING)))));

    /** Each is one file. */
    private static final List<List<List<Object>>> FILES = List.of(
            List.of(
                    row(1, "alpha", -1.5, 0.5f, "1969-12-31T23:59:59.999999", "-1.5", false, struct(1, "a")),
                    row(2, null, null, null, null, null, null, null)),
            List.of(row(
                    3,
                    LONG_TEXT + "\uffff",
                    Double.NaN,
                    Float.NaN,
                    "2024-02-29T12:00:00.123456",
                    "0.000000000000000001",
                    true,
                    struct(null, null))),
            List.of(row(
                    4,
                    LONG_TEXT + "\ud83d\ude00",
                    Double.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    "2024-02-29T12:00:00.123999",
                    "99999999999999999999.999999999999999999",
                    true,
                    struct(100, "z'z"))),
            List.of(row(
                    5,
                    "\ud83d\ude00".repeat(40),
                    -0.0,
                    0.0f,
                    "0001-01-01T00:00:00",
                    "12345678901234567.123",
                    null,
                    struct(-5, "\"q\""))),
            List.of(row(6, "", 1e308, 1e-30f, "9999-12-31T23:59:59.999999", "-99999999999999999999", false, null)));

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static List<Object> row(
            int id, String text, Double d, Float f, String local, String decimal, Boolean yes, Object nested) {
        return asList(
                id,
                text,
                d,
                f,
                local == null ? null : LocalDate.parse(local.substring(0, 10)),
                local == null ? null : Instant.parse(local + "Z"),
                local == null ? null : LocalDateTime.parse(local),
                decimal == null ? null : new BigDecimal(decimal).setScale(18),
                yes,
                nested);
    }

    @Test
    void statisticsHoldForTheValuesAndSkippingByThemLosesNoRow() {
        TestTable table = TestTable.create(lake, "measured", COLUMNS);
        FILES.forEach(table::append);

        assertThat(StatisticsJudge.complaints(lake.kernel(table.name()))).isEmpty();

        DeltaSparkJudge judge = lake.deltaSpark(table.name());
        SluiceReader sluice = lake.sluice(table.name());
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> filter : filters().entrySet()) {
            List<String> expected = rowsWithIds(filter.getValue());
            if (!judge.rowsWhere(filter.getKey()).equals(expected)) {
                wrong.add("delta-spark: " + filter.getKey());
            }
            if (!sluice.rowsWhere(inDuckDb(filter.getKey())).equals(expected)) {
                wrong.add("Sluice: " + filter.getKey());
            }
        }
        assertThat(wrong).as("filters that lose rows").isEmpty();
        assertThat(judge.filesOpenedWhere("id = 6")).isEqualTo(1);
        assertThat(judge.filesOpenedWhere("text = 'alpha'")).isEqualTo(1);
        assertThat(judge.filesOpenedWhere("day = DATE'1969-12-31'")).isEqualTo(1);
        assertThat(judge.filesOpenedWhere("m < -99999")).isEqualTo(1);
        assertThat(judge.filesOpenedWhere("s.x > 50")).isEqualTo(1);
        assertThat(judge.filesOpenedWhere("ts > TIMESTAMP'9000-01-01 00:00:00'"))
                .isEqualTo(1);
    }

    @Test
    void kernelSkipsNoFileThatHasTheValue() {
        TestTable table = TestTable.create(lake, "measured", COLUMNS);
        FILES.forEach(table::append);
        KernelJudge judge = lake.kernel(table.name());
        Map<String, Function<Object, Literal>> literals = new LinkedHashMap<>();
        literals.put("id", value -> Literal.ofLong((int) value));
        literals.put("text", value -> Literal.ofString((String) value));
        // Kernel reads the bound -0.0 as 0.0, and then takes a literal -0.0 for less; both zeros are asked for as 0.0.
        literals.put("d", value -> Literal.ofDouble((double) value + 0.0));
        literals.put("f", value -> Literal.ofFloat((float) value + 0.0f));
        literals.put("day", value -> Literal.ofDate((int) ((LocalDate) value).toEpochDay()));
        literals.put("ts", value -> Literal.ofTimestamp(Values.micros((Instant) value)));
        literals.put("local", value -> Literal.ofTimestampNtz(Values.micros(value.toString())));
        literals.put("m", value -> Literal.ofDecimal((BigDecimal) value, 38, 18));

        for (List<Object> row : FILES.stream().flatMap(List::stream).toList()) {
            int column = 0;
            for (Map.Entry<String, Function<Object, Literal>> literal : literals.entrySet()) {
                Object value = row.get(column++);
                if (value != null) {
                    Predicate same = new Predicate(
                            "=",
                            new Column(literal.getKey()),
                            literal.getValue().apply(value));
                    assertThat(judge.rowsOfFilesWhere(same))
                            .as("%s = %s", literal.getKey(), value)
                            .contains(Canonical.row(row));
                }
            }
        }
        assertThat(judge.rowsOfFilesWhere(new Predicate("=", new Column("id"), Literal.ofLong(6))))
                .hasSize(1);
    }

    @Test
    void statisticsOfColumnsWhoseNamesLookLikePathsAreNotMixedUp() {
        TestTable table = TestTable.create(
                lake,
                "dotted",
                List.of(
                        Field.optional("a.b", LONG),
                        Field.optional(
                                "a", new Struct(List.of(Field.optional("b", LONG), Field.optional("b.c", STRING)))),
                        Field.optional("A.b.c", STRING)));
        List<Object> low = asList(1, struct(1000, "x"), "q");
        List<Object> high = asList(2000, struct(2, "p"), "y");

        table.append(List.of(low)).append(List.of(high));

        assertThat(StatisticsJudge.complaints(lake.kernel(table.name()))).isEmpty();
        DeltaSparkJudge judge = lake.deltaSpark(table.name());
        assertThat(judge.rowsWhere("`a.b` = 1")).containsExactly(Canonical.row(low));
        assertThat(judge.rowsWhere("a.b = 1000")).containsExactly(Canonical.row(low));
        assertThat(judge.rowsWhere("a.b = 2 AND `a.b` = 2000")).containsExactly(Canonical.row(high));
        assertThat(judge.rowsWhere("a.`b.c` = 'p' AND `A.b.c` = 'y'")).containsExactly(Canonical.row(high));
        SluiceReader sluice = lake.sluice(table.name());
        assertThat(sluice.rowsWhere("\"a.b\" = 1")).containsExactly(Canonical.row(low));
        assertThat(sluice.rowsWhere("a.b = 1000")).containsExactly(Canonical.row(low));
        assertThat(sluice.rowsWhere("a.b = 2 AND \"a.b\" = 2000")).containsExactly(Canonical.row(high));
        assertThat(sluice.rowsWhere("a.\"b.c\" = 'p' AND \"A.b.c\" = 'y'")).containsExactly(Canonical.row(high));
    }

    @Test
    void onlyTheChosenColumnsHaveStatistics() {
        TestTable table = TestTable.create(
                lake,
                "chosen",
                List.of(Field.optional("a,b", LONG), Field.optional("c`d", LONG), Field.optional("e", LONG)),
                List.of(),
                Map.of("delta.dataSkippingStatsColumns", "`a,b`,`c``d`"),
                List.of(asList(1, 2, 3), asList(4, 5, 6)));

        KernelJudge kernel = lake.kernel(table.name());
        assertThat(StatisticsJudge.complaints(kernel)).isEmpty();
        assertThat(kernel.statistics().values())
                .singleElement()
                .satisfies(statistics ->
                        assertThat(statistics).get().asString().contains("\"minValues\":{\"a,b\":1,\"c`d\":2}"));
    }

    private static List<String> rowsWithIds(List<Integer> ids) {
        List<List<Object>> rows = new ArrayList<>();
        FILES.forEach(file ->
                file.stream().filter(row -> ids.contains((Integer) row.get(0))).forEach(rows::add));
        return Canonical.rows(rows);
    }

    private static String inDuckDb(String sparkCondition) {
        return sparkCondition
                .replace("TIMESTAMP_NTZ'", "TIMESTAMP '")
                .replaceAll("\\b(double|float)\\(('.*?')\\)", "$2::$1")
                .replace('`', '"')
                .replace("\\'", "''");
    }

    /** Conditions in Spark's SQL, with the ids of the rows that they accept. */
    private static Map<String, List<Integer>> filters() {
        Map<String, List<Integer>> filters = new LinkedHashMap<>();
        filters.put("id >= 3", List.of(3, 4, 5, 6));
        filters.put("text = '" + LONG_TEXT + "\uffff'", List.of(3));
        filters.put("text = '" + LONG_TEXT + "\ud83d\ude00'", List.of(4));
        filters.put("text > '" + LONG_TEXT + "\uffff'", List.of(1, 4, 5));
        filters.put("text >= '" + "\ud83d\ude00".repeat(40) + "'", List.of(5));
        filters.put("text = ''", List.of(6));
        filters.put("text IS NULL", List.of(2));
        filters.put("d = double('NaN')", List.of(3));
        filters.put("d > 1e308", List.of(3, 4));
        filters.put("d = 0", List.of(5));
        filters.put("d <= -1.5", List.of(1));
        filters.put("f > 0.4", List.of(1, 3));
        filters.put("f < -1e30", List.of(4));
        filters.put("f = 0", List.of(5));
        filters.put("f = float('1e-30')", List.of(6));
        filters.put("day = DATE'0001-01-01'", List.of(5));
        filters.put("day = DATE'9999-12-31'", List.of(6));
        filters.put("ts = TIMESTAMP'2024-02-29 12:00:00.123456'", List.of(3));
        filters.put(
                "ts > TIMESTAMP'2024-02-29 12:00:00.123998' AND ts < TIMESTAMP'2024-02-29 12:00:00.124'", List.of(4));
        filters.put("ts >= TIMESTAMP'9999-12-31 23:59:59.999999'", List.of(6));
        filters.put("ts < TIMESTAMP'0001-01-01 00:00:00.000001'", List.of(5));
        filters.put("ts = TIMESTAMP'1969-12-31 23:59:59.999999'", List.of(1));
        filters.put("local = TIMESTAMP_NTZ'2024-02-29 12:00:00.123999'", List.of(4));
        filters.put("local = TIMESTAMP_NTZ'1969-12-31 23:59:59.999999'", List.of(1));
        filters.put("local > TIMESTAMP_NTZ'9999-12-31 23:59:59.999'", List.of(6));
        filters.put("m = 0.000000000000000001", List.of(3));
        filters.put("m > 99999999999999999999.999999999999999998", List.of(4));
        filters.put("m = 12345678901234567.123", List.of(5));
        filters.put("m <= -99999999999999999999", List.of(6));
        filters.put("yes", List.of(3, 4));
        filters.put("yes IS NULL", List.of(2, 5));
        filters.put("s.x = -5", List.of(5));
        filters.put("s.x IS NULL", List.of(2, 3, 6));
        filters.put("s.`odd name.` = 'z\\'z'", List.of(4));
        filters.put("s IS NULL", List.of(2, 6));
        return filters;
    }
}
