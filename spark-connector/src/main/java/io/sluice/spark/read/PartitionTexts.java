package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Partition values as Spark's rows have them. Source: Delta protocol, "Partition Value Serialization". */
final class PartitionTexts {
    private PartitionTexts() {}

    /** @param text empty for null, as is a text without characters */
    static Object value(Field column, Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return null;
        }
        try {
            return value(column.type(), text.get());
        } catch (RuntimeException malformed) {
            throw SluiceException.bug(
                    "the log gives the partition column '%s' the value '%s', which is not of the type %s"
                            .formatted(column.name(), text.get(), column.type().text()),
                    malformed);
        }
    }

    private static Object value(DataType type, String text) {
        if (type instanceof DataType.Decimal decimal) {
            return Decimal.apply(new BigDecimal(text), decimal.precision(), decimal.scale());
        }
        return switch ((Primitive) type) {
            case BYTE -> Byte.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case STRING -> UTF8String.fromString(text);
            case BINARY -> text.getBytes(StandardCharsets.UTF_8);
            case DATE -> Math.toIntExact((Long) parsed(type, text));
            case BOOLEAN, TIMESTAMP, TIMESTAMP_NTZ -> parsed(type, text);
        };
    }

    private static Comparable<?> parsed(DataType type, String text) {
        return Values.parse(type, text).orElseThrow(() -> new IllegalArgumentException("not a " + type.text()));
    }
}
