package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics go to JSON as the Delta protocol says, and no step narrows a bound. */
final class StatsJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SMILE = "\uD83D\uDE00";
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    @Test
    void columnsOfAStructAreNested() throws Exception {
        TableSchema schema = TableSchema.of(
                Field.optional(
                        "a",
                        new Struct(List.of(
                                Field.optional("b", new Struct(List.of(Field.optional("c", Primitive.LONG)))),
                                Field.optional("list", new Array(Primitive.LONG, true))))),
                Field.optional("empty", new Struct(List.of(Field.optional("x", Primitive.LONG)))));
        Map<String, ColumnStatistics> columns = new LinkedHashMap<>();
        columns.put("a.b.c", statistics(-1L, 5L, 2L));
        columns.put("a.list", new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(3L)));
        FileStatistics statistics = new FileStatistics(10, columns);

        String text = StatsJson.of(schema).write(statistics);

        assertThat(text)
                .isEqualTo("{\"numRecords\":10,\"minValues\":{\"a\":{\"b\":{\"c\":-1}}},"
                        + "\"maxValues\":{\"a\":{\"b\":{\"c\":5}}},"
                        + "\"nullCount\":{\"a\":{\"b\":{\"c\":2},\"list\":3}}}");
        assertThat(StatsJson.of(schema).read(text)).isEqualTo(statistics);
    }

    @Test
    void boundsAreWrittenByTypeAndComeBack() throws Exception {
        assertBounds(Primitive.BYTE, -128L, 127L, "-128", "127");
        assertBounds(Primitive.LONG, Long.MIN_VALUE, Long.MAX_VALUE, "-9223372036854775808", "9223372036854775807");
        assertBounds(Primitive.DOUBLE, -1.5, 1e300, "-1.5", "1.0E300");
        assertBounds(new Decimal(38, 2), decimal("-12.30"), decimal("1E+20"), "-12.30", "100000000000000000000");
        assertBounds(Primitive.STRING, "", "a\"\\\n" + SMILE, "\"\"", "\"a\\\"\\\\\\n" + SMILE + "\"");
        assertBounds(Primitive.DATE, day("0001-01-01"), day("9999-12-31"), "\"0001-01-01\"", "\"9999-12-31\"");
        assertBounds(
                Primitive.TIMESTAMP,
                Values.micros("1969-12-31T23:59:59.999999Z"),
                Values.micros("2024-03-31T02:30:00+01:00"),
                "\"1969-12-31T23:59:59.999999Z\"",
                "\"2024-03-31T01:30:00.000000Z\"");
        assertBounds(
                Primitive.TIMESTAMP_NTZ,
                Values.micros("0001-01-01T00:00:00"),
                Values.micros("9999-12-31T23:59:59.999999"),
                "\"0001-01-01T00:00:00.000000\"",
                "\"9999-12-31T23:59:59.999999\"");
    }

    @Test
    void whatJsonCannotSayIsLeftOut() {
        assertThat(write(Primitive.DOUBLE, Double.NaN, Double.POSITIVE_INFINITY))
                .isEqualTo(nothing());
        assertThat(write(Primitive.BINARY, "x", "y")).isEqualTo(nothing());
        assertThat(write(Primitive.BOOLEAN, false, true)).isEqualTo(nothing());
        assertThat(write(Primitive.DATE, day("0001-01-01") - 1, day("9999-12-31") + 1))
                .isEqualTo(nothing());
        assertThat(write(Primitive.TIMESTAMP, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(nothing());
        assertThat(write(Primitive.STRING, "\uD83D", "half \uDE00")).isEqualTo(nothing());
        assertThat(write(new Array(Primitive.LONG, true), 1L, 2L)).isEqualTo(nothing());
    }

    @Test
    void aNaNTakesOnlyItsOwnBoundAway() {
        assertThat(write(Primitive.DOUBLE, 1.0, Double.NaN))
                .isEqualTo("{\"numRecords\":1,\"minValues\":{\"c\":1.0},\"maxValues\":{},\"nullCount\":{}}");
    }

    @Test
    void boundsOfZeroHoldBothZeros() {
        assertThat(write(Primitive.DOUBLE, 0.0, -0.0))
                .isEqualTo("{\"numRecords\":1,\"minValues\":{\"c\":-0.0},\"maxValues\":{\"c\":0.0},\"nullCount\":{}}");
        assertThat(bounds(Primitive.DOUBLE, "0.0", "-0.0").min()).contains(-0.0);
        assertThat(bounds(Primitive.DOUBLE, "0.0", "-0.0").max()).contains(0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", SMILE, "\uD7FF", "\uFFFF"})
    void longTextsAreCutToABoundThatHoldsThem(String last) throws Exception {
        String text = SMILE.repeat(31) + last + "tail";

        JsonNode json = MAPPER.readTree(write(Primitive.STRING, text, text));
        String min = json.at("/minValues/c").asText();
        String max = json.at("/maxValues/c").asText();

        assertThat(min).isEqualTo(SMILE.repeat(31) + last);
        assertThat(max.codePointCount(0, max.length())).isLessThanOrEqualTo(32);
        assertThat(Values.compareTexts(min, text)).isNegative();
        assertThat(Values.compareTexts(max, text)).isPositive();
        assertThat(Values.compareTexts(max, min + LAST + LAST)).isPositive();
    }

    @Test
    void theLastCharacterCarriesOver() {
        assertThat(StatsValues.successor("a" + LAST + LAST)).isEqualTo("b");
        assertThat(StatsValues.successor(LAST + LAST)).isNull();
        assertThat(StatsValues.successor("\uD7FF")).isEqualTo("\uE000");
        assertThat(write(Primitive.STRING, LAST.repeat(40), LAST.repeat(40))).contains("\"maxValues\":{}");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00.123Z, 2024-01-01T00:00:00.124Z",
        "2024-01-01T00:00:00Z, 2024-01-01T00:00:00.001Z",
        "2024-01-01T00:00:00.123-08:00, 2024-01-01T00:00:00.124-08:00",
        "2024-01-01T00:00:00.123000Z, 2024-01-01T00:00:00.123Z",
        "2024-02-29T23:59:59.123456Z, 2024-02-29T23:59:59.123456Z"
    })
    void aLastTimestampThatShowsNoMicrosecondsMayBeCut(String written, String bound) {
        ColumnStatistics read = bounds(Primitive.TIMESTAMP, '"' + written + '"', '"' + written + '"');

        assertThat(read.min()).contains(Values.micros(written));
        assertThat(read.max()).contains(Values.micros(bound));
    }

    @Test
    void boundsOfFloatsHoldTheFloatAndItsDecimalForm() {
        ColumnStatistics read = bounds(Primitive.FLOAT, "0.1", "0.1");

        assertThat((Double) read.min().orElseThrow()).isLessThan(0.1);
        assertThat((Double) read.max().orElseThrow()).isGreaterThan((double) 0.1f);
    }

    @Test
    void boundsOfAColumnThatWasAFloatAreWidened() {
        Field widened = Field.optional("c", Primitive.DOUBLE).withMetadata("delta.typeChanges", List.of());

        assertThat((Double) StatsValues.max(widened, "0.1")).isGreaterThan((double) 0.1f);
        assertThat(StatsValues.max(Field.optional("c", Primitive.DOUBLE), "0.1"))
                .isEqualTo(0.1);
    }

    @Test
    void statisticsOfNarrowerTypesAreReadAfterWidening() {
        assertThat(bounds(new Decimal(20, 2), "7", "8").max()).contains(decimal("8"));
        assertThat(bounds(Primitive.DOUBLE, "7", "8").max()).contains(8.0);
        assertThat(bounds(Primitive.TIMESTAMP_NTZ, "\"2024-01-01\"", "\"2024-01-02\"")
                        .min())
                .contains(Values.micros("2024-01-01"));
    }

    @Test
    void statisticsOfOthersAreReadLeniently() {
        StatsJson json = StatsJson.of(TableSchema.of(Field.optional("c", Primitive.LONG)));

        assertThat(json.read("{}")).isEqualTo(FileStatistics.UNKNOWN);
        assertThat(json.read("null")).isEqualTo(FileStatistics.UNKNOWN);
        assertThat(json.read("{\"tightBounds\":true,\"numRecords\":3,\"minValues\":{\"other\":1,\"c\":null},"
                        + "\"maxValues\":{\"c\":{\"nested\":1}},\"nullCount\":null}"))
                .isEqualTo(new FileStatistics(3, Map.of()));
        assertThatThrownBy(() -> json.read("{\"numRecords\":")).hasMessageContaining("numRecords");
    }

    @Test
    void aPathThatTwoColumnsShareHasNoStatistics() {
        TableSchema schema = TableSchema.of(
                Field.optional("a.b", Primitive.LONG),
                Field.optional("a", new Struct(List.of(Field.optional("b", Primitive.LONG)))));
        FileStatistics statistics = new FileStatistics(1, Map.of("a.b", statistics(1L, 2L, 0L)));

        assertThat(StatsJson.of(schema).write(statistics))
                .doesNotContain("\"b\"")
                .doesNotContain("a.b");
        assertThat(StatsJson.of(schema)
                        .read("{\"numRecords\":1,\"minValues\":{\"a.b\":1}}")
                        .columns())
                .isEmpty();
    }

    @Test
    void propertiesChooseTheColumnsAndPartitionColumnsHaveNone() {
        TableSchema schema = TableSchema.of(
                Field.optional("part", Primitive.LONG),
                Field.optional("first", Primitive.LONG),
                Field.optional("second", Primitive.LONG));
        FileStatistics all = new FileStatistics(
                1,
                Map.of(
                        "part",
                        statistics(1L, 1L, 0L),
                        "first",
                        statistics(1L, 1L, 0L),
                        "SECOND",
                        statistics(1L, 1L, 0L)));

        assertThat(forWriting(schema, Map.of()).write(all))
                .contains("first")
                .contains("second")
                .doesNotContain("part");
        assertThat(forWriting(schema, Map.of(StatsColumns.COUNT, "1")).write(all))
                .contains("first")
                .doesNotContain("second");
        assertThat(forWriting(schema, Map.of(StatsColumns.NAMED, "`second`, x")).write(all))
                .contains("second")
                .doesNotContain("first");
    }

    private static StatsJson forWriting(TableSchema schema, Map<String, String> properties) {
        return StatsJson.forWriting(
                new TableMetadata(TableId.random(), schema, List.of("part"), properties, Optional.empty()));
    }

    private static void assertBounds(
            DataType type, Comparable<?> min, Comparable<?> max, String minText, String maxText) throws Exception {
        String text = write(type, min, max);
        assertThat(text)
                .isEqualTo("{\"numRecords\":1,\"minValues\":{\"c\":%s},\"maxValues\":{\"c\":%s},\"nullCount\":{}}"
                        .formatted(minText, maxText));
        assertThat(MAPPER.readTree(text).has("minValues")).isTrue();
        ColumnStatistics read = bounds(type, minText, maxText);
        assertThat(compare(read.min().orElseThrow(), min)).isZero();
        assertThat(compare(read.max().orElseThrow(), max)).isZero();
    }

    /** Decimals differ in scale when they are equal. */
    @SuppressWarnings("unchecked")
    private static int compare(Comparable<?> left, Comparable<?> right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static ColumnStatistics bounds(DataType type, String min, String max) {
        return StatsJson.of(TableSchema.of(Field.optional("c", type)))
                .read("{\"numRecords\":1,\"minValues\":{\"c\":%s},\"maxValues\":{\"c\":%s}}".formatted(min, max))
                .columns()
                .get("c");
    }

    private static String write(DataType type, Comparable<?> min, Comparable<?> max) {
        ColumnStatistics column = new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.empty());
        return StatsJson.of(TableSchema.of(Field.optional("c", type)))
                .write(new FileStatistics(1, Map.of("c", column)));
    }

    private static String nothing() {
        return "{\"numRecords\":1,\"minValues\":{},\"maxValues\":{},\"nullCount\":{}}";
    }

    private static ColumnStatistics statistics(long min, long max, long nulls) {
        return new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(nulls));
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static long day(String text) {
        return LocalDate.parse(text).toEpochDay();
    }
}
