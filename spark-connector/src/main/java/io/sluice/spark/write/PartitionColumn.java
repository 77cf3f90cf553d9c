package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A column whose value is the same for all rows of a file, and its text in the table's log. Source: Delta protocol,
 * section "Partition Value Serialization".
 *
 * @param ordinal its place in rows
 */
public record PartitionColumn(String name, int ordinal, Kind kind, int precision, int scale) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter TIMESTAMP = timestamp('T', "'Z'");
    private static final DateTimeFormatter WALL_CLOCK = timestamp(' ', "");

    /** How rows hold the value. */
    public enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        DATE,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        DECIMAL
    }

    public PartitionColumn {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }

    /** A user error if files cannot be told apart by values of the column's type. */
    static PartitionColumn of(Field column, int ordinal) {
        DataType type = column.type();
        if (type instanceof Decimal decimal) {
            return new PartitionColumn(column.name(), ordinal, Kind.DECIMAL, decimal.precision(), decimal.scale());
        }
        if (type instanceof Primitive primitive && primitive != Primitive.BINARY) {
            return new PartitionColumn(column.name(), ordinal, Kind.valueOf(primitive.name()), 0, 0);
        }
        throw SluiceException.user("rows cannot be written by the values of the partition column '%s', which is a %s"
                .formatted(column.name(), type.text()));
    }

    /** The value in a row, which stays as it is when the row changes; null for null. */
    Object value(InternalRow row) {
        if (row.isNullAt(ordinal)) {
            return null;
        }
        return switch (kind) {
            case BOOLEAN -> row.getBoolean(ordinal);
            case BYTE -> row.getByte(ordinal);
            case SHORT -> row.getShort(ordinal);
            case INTEGER, DATE -> row.getInt(ordinal);
            case LONG, TIMESTAMP, TIMESTAMP_NTZ -> row.getLong(ordinal);
            case FLOAT -> row.getFloat(ordinal);
            case DOUBLE -> row.getDouble(ordinal);
            case STRING -> row.getUTF8String(ordinal).copy();
            case DECIMAL -> row.getDecimal(ordinal, precision, scale);
        };
    }

    /** The text of a value; a user error for a text that is empty. */
    String text(Object value) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIMESTAMP -> TIMESTAMP.format(instant((Long) value).atOffset(ZoneOffset.UTC));
            case TIMESTAMP_NTZ -> WALL_CLOCK.format(instant((Long) value).atOffset(ZoneOffset.UTC));
            case DECIMAL ->
                ((org.apache.spark.sql.types.Decimal) value).toJavaBigDecimal().toPlainString();
            case STRING -> nonEmpty(value.toString());
            case BOOLEAN, BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> value.toString();
        };
    }

    private String nonEmpty(String text) {
        if (text.isEmpty()) {
            throw SluiceException.user(
                    "nothing was committed: the partition column '%s' has an empty text, which tables cannot tell from null"
                            .formatted(name));
        }
        return text;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static DateTimeFormatter timestamp(char between, String zone) {
        DateTimeFormatterBuilder format = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendLiteral(between)
                .appendPattern("HH:mm:ss")
                .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true);
        return (zone.isEmpty() ? format : format.appendPattern(zone)).toFormatter(java.util.Locale.ROOT);
    }
}
