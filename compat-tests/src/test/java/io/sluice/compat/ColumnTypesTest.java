package io.sluice.compat;

import static io.sluice.compat.judge.Canonical.struct;
import static io.sluice.table.DataType.Primitive.BINARY;
import static io.sluice.table.DataType.Primitive.BOOLEAN;
import static io.sluice.table.DataType.Primitive.BYTE;
import static io.sluice.table.DataType.Primitive.DATE;
import static io.sluice.table.DataType.Primitive.DOUBLE;
import static io.sluice.table.DataType.Primitive.FLOAT;
import static io.sluice.table.DataType.Primitive.INTEGER;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.SHORT;
import static io.sluice.table.DataType.Primitive.STRING;
import static io.sluice.table.DataType.Primitive.TIMESTAMP;
import static io.sluice.table.DataType.Primitive.TIMESTAMP_NTZ;
import static java.util.Arrays.asList;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnTypesTest {
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

    /** Three rows for one file, one for the next, two for the last. */
    static final List<ColumnValues> PRIMITIVES = List.of(
            ColumnValues.of("bo", BOOLEAN, true, false, null, true, true, true),
            ColumnValues.of("by", BYTE, Byte.MIN_VALUE, Byte.MAX_VALUE, null, (byte) 0, (byte) 1, (byte) 2),
            ColumnValues.of("sh", SHORT, Short.MIN_VALUE, Short.MAX_VALUE, null, (short) 0, (short) 1, (short) 2),
            ColumnValues.of("i", INTEGER, Integer.MIN_VALUE, Integer.MAX_VALUE, null, 0, 1, 2),
            ColumnValues.of("l", LONG, Long.MIN_VALUE, Long.MAX_VALUE, null, 0L, 1L, 2L),
            ColumnValues.of(
                    "f", FLOAT, -Float.MAX_VALUE, Float.MIN_VALUE, null, Float.NaN, Float.NEGATIVE_INFINITY, -0.0f),
            ColumnValues.of(
                    "d", DOUBLE, -Double.MAX_VALUE, Double.MIN_VALUE, null, Double.NaN, Double.POSITIVE_INFINITY, -0.0),
            ColumnValues.of(
                    "m",
                    new Decimal(9, 2),
                    decimal("-9999999.99"),
                    decimal("9999999.99"),
                    null,
                    decimal("0.00"),
                    null,
                    null),
            ColumnValues.of(
                    "n",
                    new Decimal(18, 0),
                    decimal("-999999999999999999"),
                    decimal("999999999999999999"),
                    null,
                    decimal("0"),
                    null,
                    null),
            ColumnValues.of(
                    "o",
                    new Decimal(38, 18),
                    decimal("-99999999999999999999.999999999999999999"),
                    decimal("99999999999999999999.999999999999999999"),
                    null,
                    decimal("0.000000000000000001"),
                    null,
                    null),
            ColumnValues.of("s", STRING, "", "𝄞 é \u0001 \n \" '", null, "z".repeat(5000), "\uffff\ud83d\ude00", null),
            ColumnValues.of(
                    "x", BINARY, new byte[] {}, new byte[] {0, -1, 127, -128}, null, new byte[5000], null, null));

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    @Test
    void everyPrimitiveTypeKeepsItsExtremesAndNull() {
        TestTable table = TestTable.create(lake, "primitives", ColumnValues.fields(PRIMITIVES));

        List<List<Object>> rows = ColumnValues.rows(PRIMITIVES);
        table.append(rows.subList(0, 3)).append(rows.subList(3, 4)).append(rows.subList(4, 6));

        table.isReadBackAs(3, ColumnValues.texts(PRIMITIVES), List.of());
    }

    @Test
    void timesReachFromYear1To9999InMicroseconds() {
        TestTable table = TestTable.create(
                lake,
                "times",
                List.of(
                        Field.optional("day", DATE),
                        Field.optional("at", TIMESTAMP),
                        Field.optional("local", TIMESTAMP_NTZ)));

        table.append(List.of(
                times("0001-01-01T00:00:00"),
                times("1582-10-10T12:00:00.000001"),
                times("1969-12-31T23:59:59.999999")));
        table.append(List.of(
                times("1970-01-01T00:00:00"),
                times("2024-03-31T02:30:00.123456"),
                times("9999-12-31T23:59:59.999999"),
                asList(null, null, null)));

        table.isReadBackAs(2, List.of("day date", "at timestamp", "local timestamp_ntz"), List.of());
    }

    private static List<Object> times(String local) {
        return asList(LocalDate.parse(local.substring(0, 10)), Instant.parse(local + "Z"), LocalDateTime.parse(local));
    }

    @Test
    void structsListsAndMapsNestThreeLevelsDeep() {
        DataType point = new Struct(List.of(Field.optional("x", DOUBLE), Field.optional("at", TIMESTAMP_NTZ)));
        DataType track =
                new Struct(List.of(Field.optional("name", STRING), Field.optional("points", new Array(point, true))));
        TestTable table = TestTable.create(
                lake,
                "nested",
                List.of(
                        Field.optional("id", LONG),
                        Field.optional("track", track),
                        Field.optional("tags", new Mapping(STRING, new Array(INTEGER, true), true)),
                        Field.optional(
                                "deep",
                                new Array(
                                        new Mapping(
                                                INTEGER,
                                                new Struct(List.of(
                                                        Field.optional("m", new Decimal(38, 18)),
                                                        Field.optional("b", BINARY))),
                                                true),
                                        true))));

        table.append(List.of(
                asList(
                        1,
                        struct(
                                "first",
                                asList(
                                        struct(1.5, LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6000)),
                                        null,
                                        struct(null, null))),
                        Map.of("a", asList(1, null, 3), "b", List.of()),
                        List.of(Map.of(7, struct(new BigDecimal("0.000000000000000001"), new byte[] {1})), Map.of())),
                asList(2, struct(null, List.of()), Collections.singletonMap("k", null), asList((Object) null)),
                asList(3, struct(null, null), Map.of(), List.of()),
                asList(4, null, null, null)));

        table.isReadBackAs(
                1,
                List.of(
                        "id long",
                        "track struct<name string, points array<struct<x double, at timestamp_ntz>>>",
                        "tags map<string, array<integer>>",
                        "deep array<map<integer, struct<m decimal(38,18), b binary>>>"),
                List.of());
    }
}
