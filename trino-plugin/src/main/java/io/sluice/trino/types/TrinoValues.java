package io.sluice.trino.types;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.Values;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Decimals;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Single values as Trino has them in its native representation ({@code long}, {@code Slice}, {@code Int128}, …), as
 * {@link Values} has them, and as texts of partitions.
 */
public final class TrinoValues {
    private static final int MICROS_PER_MILLI = 1000;
    private static final int PICOS_PER_MICRO = 1_000_000;

    private TrinoValues() {}

    /**
     * The value as {@link Values} has it.
     *
     * @param value in Trino's native representation, not null
     * @return empty if values of the type are not compared, or the value is nothing that could be
     */
    public static Optional<Comparable<?>> comparable(Type type, Object value) {
        if (type instanceof DecimalType decimal) {
            BigInteger unscaled =
                    decimal.isShort() ? BigInteger.valueOf((Long) value) : ((Int128) value).toBigInteger();
            return Optional.of(new BigDecimal(unscaled, decimal.getScale()));
        }
        if (type instanceof VarcharType) {
            Slice bytes = (Slice) value;
            String text = bytes.toStringUtf8();
            // Bytes that are no text would become another one.
            return Slices.utf8Slice(text).equals(bytes) ? Optional.of(text) : Optional.empty();
        }
        if (type instanceof TimestampWithTimeZoneType instants && instants.getPrecision() <= 6) {
            return Optional.of(micros(instants, value));
        }
        if (isWhole(type) || (type instanceof TimestampType times && times.isShort())) {
            return Optional.of((Long) value);
        }
        if (type instanceof RealType) {
            return Optional.of((double) Float.intBitsToFloat(((Long) value).intValue()));
        }
        return type instanceof DoubleType || type instanceof BooleanType
                ? Optional.of((Comparable<?>) value)
                : Optional.empty();
    }

    private static boolean isWhole(Type type) {
        return type instanceof BigintType
                || type instanceof IntegerType
                || type instanceof SmallintType
                || type instanceof TinyintType
                || type instanceof DateType;
    }

    private static long micros(TimestampWithTimeZoneType type, Object value) {
        if (type.isShort()) {
            return Math.multiplyExact(DateTimeEncoding.unpackMillisUtc((Long) value), MICROS_PER_MILLI);
        }
        LongTimestampWithTimeZone instant = (LongTimestampWithTimeZone) value;
        return Math.addExact(
                Math.multiplyExact(instant.getEpochMillis(), MICROS_PER_MILLI),
                instant.getPicosOfMilli() / PICOS_PER_MICRO);
    }

    /**
     * The value in Trino's native representation.
     *
     * @param type one of those that {@link TrinoTypes#type} makes of types whose values are compared
     * @param value as {@link Values} has it
     */
    public static Object ofComparable(Type type, Comparable<?> value) {
        if (type instanceof DecimalType decimal) {
            BigInteger unscaled = ((BigDecimal) value)
                    .setScale(decimal.getScale(), RoundingMode.UNNECESSARY)
                    .unscaledValue();
            if (Decimals.overflows(unscaled, decimal.getPrecision())) {
                throw new ArithmeticException(value + " is not of " + decimal.getDisplayName());
            }
            return decimal.isShort() ? (Object) unscaled.longValueExact() : Int128.valueOf(unscaled);
        }
        if (type instanceof TimestampWithTimeZoneType) {
            return instant((Long) value);
        }
        if (type instanceof RealType) {
            return (long) Float.floatToRawIntBits(((Double) value).floatValue());
        }
        return value instanceof String text ? Slices.utf8Slice(text) : value;
    }

    /** An instant of {@code timestamp(6) with time zone}, in UTC as all that are stored. */
    public static LongTimestampWithTimeZone instant(long micros) {
        return LongTimestampWithTimeZone.fromEpochMillisAndFraction(
                Math.floorDiv(micros, MICROS_PER_MILLI),
                Math.floorMod(micros, MICROS_PER_MILLI) * PICOS_PER_MICRO,
                TimeZoneKey.UTC_KEY);
    }

    /**
     * The value of a partition column in Trino's native representation. Source: Delta protocol, "Partition Value
     * Serialization".
     *
     * @param column its name, for the message
     * @param text empty for null, as is a text without characters
     * @return null for null
     */
    public static Object ofPartition(String column, Type type, Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return null;
        }
        try {
            if (type instanceof VarcharType || type instanceof VarbinaryType) {
                return Slices.utf8Slice(text.get());
            }
            if (type instanceof RealType) {
                return (long) Float.floatToRawIntBits(Float.parseFloat(text.get()));
            }
            DataType stored = TrinoTypes.requireStored(column, type);
            return ofComparable(type, Values.parse(stored, text.get()).orElseThrow());
        } catch (RuntimeException malformed) {
            throw SluiceException.bug(
                    "the log gives the partition column '%s' the value '%s', which is not of the type %s"
                            .formatted(column, text.get(), type.getDisplayName()),
                    malformed);
        }
    }
}
