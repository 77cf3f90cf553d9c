package io.sluice.trino.read;

import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import java.math.BigInteger;
import java.util.List;

/**
 * Turns values as a file has them into values of the table's type, where Trino's reader does not do it. Source: Delta
 * protocol, section "Type Widening".
 */
@FunctionalInterface
interface Widening {
    /** Nothing to do. */
    Widening NONE = (from, position, to) ->
            to.append(from.getUnderlyingValueBlock(), from.getUnderlyingValuePosition(position));

    /**
     * Adds a value to a block of the wanted type.
     *
     * @param position of a value that is not null
     */
    void append(Block from, int position, BlockBuilder to);

    /** A block of the wanted type. */
    default Block applied(Block from, Type wanted) {
        BlockBuilder to = wanted.createBlockBuilder(null, from.getPositionCount());
        for (int position = 0; position < from.getPositionCount(); position++) {
            appendNullable(from, position, to);
        }
        return to.build();
    }

    private void appendNullable(Block from, int position, BlockBuilder to) {
        if (from.isNull(position)) {
            to.appendNull();
        } else {
            append(from, position, to);
        }
    }

    /** Between types of single values. */
    static Widening of(Type stored, Type wanted) {
        if (stored.equals(BigintType.BIGINT) && wanted.equals(DoubleType.DOUBLE)) {
            return (from, position, to) ->
                    DoubleType.DOUBLE.writeDouble(to, (double) BigintType.BIGINT.getLong(from, position));
        }
        if (stored.equals(BigintType.BIGINT) && wanted instanceof DecimalType decimal) {
            BigInteger scale = BigInteger.TEN.pow(decimal.getScale());
            return (from, position, to) -> appendDecimal(
                    decimal,
                    BigInteger.valueOf(BigintType.BIGINT.getLong(from, position))
                            .multiply(scale),
                    to);
        }
        if (stored.equals(DateType.DATE) && wanted.equals(TimestampType.TIMESTAMP_MICROS)) {
            return (from, position, to) -> TimestampType.TIMESTAMP_MICROS.writeLong(
                    to, DateType.DATE.getInt(from, position) * 86_400_000_000L);
        }
        if (stored.equals(TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS)
                && wanted.equals(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS)) {
            return (from, position, to) -> TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS.writeObject(
                    to,
                    LongTimestampWithTimeZone.fromEpochMillisAndFraction(
                            DateTimeEncoding.unpackMillisUtc(
                                    TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS.getLong(from, position)),
                            0,
                            TimeZoneKey.UTC_KEY));
        }
        throw new IllegalArgumentException("%s is not widened to %s".formatted(stored, wanted));
    }

    private static void appendDecimal(DecimalType type, BigInteger unscaled, BlockBuilder to) {
        if (type.isShort()) {
            type.writeLong(to, unscaled.longValueExact());
        } else {
            type.writeObject(to, Int128.valueOf(unscaled));
        }
    }

    /**
     * Of structs, field by field.
     *
     * @param stored may have further fields, which are left out
     */
    static Widening row(RowType stored, List<Widening> fields) {
        return (from, position, to) -> {
            SqlRow row = stored.getObject(from, position);
            ((RowBlockBuilder) to).buildEntry(builders -> {
                for (int field = 0; field < fields.size(); field++) {
                    fields.get(field)
                            .appendNullable(row.getRawFieldBlock(field), row.getRawIndex(), builders.get(field));
                }
            });
        };
    }

    static Widening array(ArrayType stored, Widening element) {
        return (from, position, to) -> {
            Block elements = stored.getObject(from, position);
            ((ArrayBlockBuilder) to).buildEntry(builder -> {
                for (int number = 0; number < elements.getPositionCount(); number++) {
                    element.appendNullable(elements, number, builder);
                }
            });
        };
    }

    static Widening map(MapType stored, Widening key, Widening value) {
        return (from, position, to) -> {
            SqlMap map = stored.getObject(from, position);
            ((MapBlockBuilder) to).buildEntry((keys, values) -> {
                for (int number = 0; number < map.getSize(); number++) {
                    int entry = map.getRawOffset() + number;
                    key.appendNullable(map.getRawKeyBlock(), entry, keys);
                    value.appendNullable(map.getRawValueBlock(), entry, values);
                }
            });
        };
    }
}
