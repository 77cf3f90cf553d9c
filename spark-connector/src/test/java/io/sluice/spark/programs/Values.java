package io.sluice.spark.programs;

import io.sluice.random.Draw;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The types that programs use, with values that are likely to meet each other and the edges of statistics. */
final class Values {
    private static final List<DataType> ATOMIC = List.of(
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            new DecimalType(5, 2),
            new DecimalType(18, 3),
            new DecimalType(30, 5),
            DataTypes.StringType,
            DataTypes.StringType,
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType);

    private static final Map<DataType, List<String>> LITERALS = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, List.of("true", "false")),
            Map.entry(DataTypes.ByteType, List.of("0Y", "1Y", "2Y", "-4Y", "-128Y", "127Y")),
            Map.entry(DataTypes.ShortType, List.of("0S", "1S", "2S", "-4S", "32767S")),
            Map.entry(DataTypes.IntegerType, List.of("0", "1", "2", "3", "5", "-1", "40", "2147483647")),
            Map.entry(DataTypes.LongType, List.of("0L", "1L", "2L", "3L", "5L", "-4L", "9007199254740993L")),
            Map.entry(DataTypes.FloatType, List.of("0.0F", "-0.0F", "1.5F", "-2.25F", "float('NaN')", "1e30F")),
            Map.entry(
                    DataTypes.DoubleType,
                    List.of("0.0D", "-0.0D", "1.5D", "-2.25D", "1e100D", "double('NaN')", "double('-Infinity')")),
            Map.entry(new DecimalType(5, 2), List.of("0.00", "1.25", "-3.50", "99.99", "999.99")),
            Map.entry(new DecimalType(18, 3), List.of("0.000", "1.250", "-3.500", "123456789.125")),
            Map.entry(new DecimalType(30, 5), List.of("0.00000", "1.25", "-3.5", "1234567890123456789012.12345")),
            Map.entry(
                    DataTypes.StringType,
                    List.of(
                            "'a'",
                            "'b'",
                            "'A'",
                            "'zeta'",
                            "'null'",
                            "'na\u00efve'",
                            "'o\\'hara'",
                            "'x y'",
                            "'a/b=c%:{}'",
                            "'\u6587\ud83d\ude00'",
                            "'a text that is longer than the thirty-two characters that statistics keep'",
                            "''")),
            Map.entry(DataTypes.BinaryType, List.of("X''", "X'00'", "X'61FF'", "X'7F80'")),
            Map.entry(
                    DataTypes.DateType,
                    List.of("DATE'2024-02-29'", "DATE'1969-12-31'", "DATE'2024-05-06'", "DATE'9999-12-31'")),
            Map.entry(
                    DataTypes.TimestampType,
                    List.of(
                            "TIMESTAMP'2024-05-06 07:08:09.123456'",
                            "TIMESTAMP'1969-12-31 23:59:59.999999'",
                            "TIMESTAMP'2024-05-06 00:00:00'",
                            "TIMESTAMP'2024-03-10 02:30:00.0005'")),
            Map.entry(
                    DataTypes.TimestampNTZType,
                    List.of(
                            "TIMESTAMP_NTZ'2024-05-06 07:08:09.123456'",
                            "TIMESTAMP_NTZ'1969-12-31 23:59:59.999999'",
                            "TIMESTAMP_NTZ'2024-05-06 00:00:00'")));

    private final Draw draw;

    Values(Draw draw) {
        this.draw = draw;
    }

    DataType anyType() {
        return switch (draw.between(0, 11)) {
            case 0 -> struct();
            case 1 -> DataTypes.createArrayType(draw.percent(30) ? struct() : atomic(), true);
            case 2 ->
                draw.percent(60)
                        ? DataTypes.createMapType(DataTypes.StringType, draw.percent(40) ? struct() : atomic(), true)
                        : struct();
            default -> atomic();
        };
    }

    DataType atomic() {
        return draw.of(ATOMIC);
    }

    private StructType struct() {
        StructType struct = new StructType().add("x", atomic()).add("y", atomic());
        return draw.percent(30) ? struct.add("in", new StructType().add("z", atomic())) : struct;
    }

    /** Types that partition values are written of; the texts of binary and floating ones are in doubt. */
    static boolean mayPartition(DataType type) {
        return type instanceof AtomicType
                && !(type.equals(DataTypes.BinaryType)
                        || (type instanceof FractionalType && !(type instanceof DecimalType)));
    }

    /** Types whose values are equal exactly if they are the same. */
    static boolean isKey(DataType type) {
        return type instanceof IntegralType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType);
    }

    static boolean isFloating(DataType type) {
        return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
    }

    /** A value of the type, never null itself. */
    String literal(DataType type) {
        if (type instanceof StructType struct) {
            return typed(
                    Stream.of(struct.fields())
                            .map(field -> "'" + field.name() + "', " + orNull(field))
                            .collect(Collectors.joining(", ", "named_struct(", ")")),
                    type);
        }
        if (type instanceof ArrayType array) {
            String element = literal(array.elementType());
            return typed(
                    draw.of("array()", "array(%s)", "array(NULL, %1$s)", "array(%1$s, %1$s)")
                            .formatted(element),
                    type);
        }
        if (type instanceof MapType map) {
            return typed(
                    draw.of("map()", "map('k', %s)", "map('k', %s, 'l', NULL)").formatted(literal(map.valueType())),
                    type);
        }
        return draw.of(LITERALS.get(type));
    }

    private String orNull(StructField field) {
        return draw.percent(20) ? typed("NULL", field.dataType()) : literal(field.dataType());
    }

    /** A value whose type nobody has to guess. */
    static String typed(String expression, DataType type) {
        return "CAST(" + expression + " AS " + type.sql() + ")";
    }

    /** The type that a column of this one can be widened to. */
    static Optional<DataType> wider(DataType type) {
        if (type.equals(DataTypes.ByteType)) {
            return Optional.of(DataTypes.IntegerType);
        } else if (type.equals(DataTypes.ShortType) || type.equals(DataTypes.IntegerType)) {
            return Optional.of(DataTypes.LongType);
        } else if (type.equals(DataTypes.FloatType)) {
            return Optional.of(DataTypes.DoubleType);
        }
        return type.equals(new DecimalType(5, 2)) ? Optional.of(new DecimalType(18, 3)) : Optional.empty();
    }
}
