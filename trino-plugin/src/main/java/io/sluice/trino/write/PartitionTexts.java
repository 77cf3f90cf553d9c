package io.sluice.trino.write;

import io.sluice.error.SluiceException;
import io.trino.spi.block.Block;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Decimals;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Values of partition columns as the table's log has them. Source: Delta protocol, section "Partition Value
 * Serialization".
 */
final class PartitionTexts {
    private static final DateTimeFormatter TIMESTAMP = timestamp('T', "'Z'");
    private static final DateTimeFormatter WALL_CLOCK = timestamp(' ', "");
    private static final int PICOS_PER_MICRO = 1_000_000;

    private PartitionTexts() {}

    /** The text of a value; empty for null, and a user error for a text that is empty. */
    static Optional<String> text(String column, Type type, Block block, int position) {
        return block.isNull(position) ? Optional.empty() : Optional.of(present(column, type, block, position));
    }

    private static String present(String column, Type type, Block block, int position) {
        return switch (type) {
            case BooleanType bool -> Boolean.toString(bool.getBoolean(block, position));
            case TinyintType whole -> Byte.toString(whole.getByte(block, position));
            case SmallintType whole -> Short.toString(whole.getShort(block, position));
            case IntegerType whole -> Integer.toString(whole.getInt(block, position));
            case BigintType whole -> Long.toString(whole.getLong(block, position));
            case RealType real -> Float.toString(real.getFloat(block, position));
            case DoubleType real -> Double.toString(real.getDouble(block, position));
            case DecimalType decimal ->
                Decimals.readBigDecimal(decimal, block, position).toPlainString();
            case VarcharType varchar ->
                nonEmpty(column, varchar.getSlice(block, position).toStringUtf8());
            case DateType date ->
                LocalDate.ofEpochDay(date.getInt(block, position)).toString();
            case TimestampType time ->
                WALL_CLOCK.format(instant(time.getLong(block, position)).atOffset(ZoneOffset.UTC));
            case TimestampWithTimeZoneType time ->
                TIMESTAMP.format(instant((LongTimestampWithTimeZone) time.getObject(block, position))
                        .atOffset(ZoneOffset.UTC));
            default ->
                throw SluiceException.user(
                        "rows cannot be written by the values of the partition column '%s', which is a %s"
                                .formatted(column, type.getDisplayName()));
        };
    }

    private static String nonEmpty(String column, String text) {
        if (text.isEmpty()) {
            throw SluiceException.user(
                    "nothing was committed: the partition column '%s' has an empty text, which tables cannot tell from null"
                            .formatted(column));
        }
        return text;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Instant instant(LongTimestampWithTimeZone time) {
        return Instant.ofEpochMilli(time.getEpochMillis())
                .plus(time.getPicosOfMilli() / PICOS_PER_MICRO, ChronoUnit.MICROS);
    }

    private static DateTimeFormatter timestamp(char between, String zone) {
        DateTimeFormatterBuilder format = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendLiteral(between)
                .appendPattern("HH:mm:ss")
                .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true);
        return (zone.isEmpty() ? format : format.appendPattern(zone)).toFormatter(Locale.ROOT);
    }
}
