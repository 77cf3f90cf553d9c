package io.sluice.table;

import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * How single values are represented where they are compared: {@code Long} for all whole numbers, for dates (days since
 * the epoch) and timestamps (microseconds since the epoch), {@code Double} for float and double, {@link BigDecimal},
 * {@code String}, {@code Boolean}. Binary and nested values are not compared.
 */
public final class Values {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .appendPattern("HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter();

    private Values() {}

    /**
     * Reads the text form that partition values, JSON statistics and SQL literals share. Timestamps may be ISO or have
     * a blank between day and time; one without an offset is UTC.
     *
     * @return empty if values of that type are not compared, or the text is not a value of it
     */
    public static Optional<Comparable<?>> parse(DataType type, String text) {
        try {
            if (type instanceof Decimal) {
                return Optional.of(new BigDecimal(text));
            }
            return type instanceof Primitive primitive ? parse(primitive, text) : Optional.empty();
        } catch (RuntimeException notAValue) {
            // Statistics and literals only ever narrow a scan: what cannot be read narrows nothing.
            return Optional.empty();
        }
    }

    private static Optional<Comparable<?>> parse(Primitive type, String text) {
        return switch (type) {
            case BOOLEAN -> bool(text);
            case BYTE, SHORT, INTEGER, LONG -> Optional.of(Long.valueOf(text));
            case FLOAT, DOUBLE -> Optional.of(Double.valueOf(text));
            case STRING -> Optional.of(text);
            case DATE -> Optional.of(LocalDate.parse(text).toEpochDay());
            case TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(micros(text));
            case BINARY -> Optional.empty();
        };
    }

    private static Optional<Comparable<?>> bool(String text) {
        return switch (text) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /**
     * Compares texts by code points, which is also the order of their UTF-8 bytes and the one of engines and files.
     * Java's own order puts the characters beyond the basic plane before U+E000.
     */
    public static int compareTexts(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean sameSide = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameSide || a < Character.MIN_SURROGATE || b < Character.MIN_SURROGATE
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Microseconds since the epoch of an ISO timestamp, UTC unless it has an offset. */
    public static long micros(String text) {
        TemporalAccessor parsed = TIMESTAMP.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        if (parsed instanceof OffsetDateTime zoned) {
            return micros(zoned.toInstant());
        }
        if (parsed instanceof LocalDateTime local) {
            return micros(local.toInstant(ZoneOffset.UTC));
        }
        return micros(((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    public static long micros(Instant instant) {
        // ChronoUnit counts in nanoseconds, which do not reach the years 1 and 9999.
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }
}
