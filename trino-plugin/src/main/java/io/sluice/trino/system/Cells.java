package io.sluice.trino.system;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.MapValueBuilder;
import io.trino.spi.block.RowValueBuilder;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.TypeUtils;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of system tables in Trino's native representation. */
final class Cells {
    private static final TypeOperators OPERATORS = new TypeOperators();
    static final MapType TEXTS = new MapType(VarcharType.VARCHAR, VarcharType.VARCHAR, OPERATORS);
    static final MapType COUNTS = new MapType(VarcharType.VARCHAR, BigintType.BIGINT, OPERATORS);

    private Cells() {}

    static Slice text(String text) {
        return Slices.utf8Slice(text);
    }

    /** Null if there is none. */
    static Slice text(Optional<String> text) {
        return text.map(Slices::utf8Slice).orElse(null);
    }

    /** A {@code timestamp(3) with time zone} in UTC. */
    static long instant(Instant instant) {
        return DateTimeEncoding.packDateTimeWithZone(instant.toEpochMilli(), TimeZoneKey.UTC_KEY);
    }

    static SqlMap texts(Map<String, String> texts) {
        return MapValueBuilder.buildMapValue(
                TEXTS,
                texts.size(),
                (keys, values) -> texts.forEach((key, value) -> {
                    VarcharType.VARCHAR.writeString(keys, key);
                    VarcharType.VARCHAR.writeString(values, value);
                }));
    }

    static SqlMap counts(Map<String, Long> counts) {
        return MapValueBuilder.buildMapValue(
                COUNTS,
                counts.size(),
                (keys, values) -> counts.forEach((key, value) -> {
                    VarcharType.VARCHAR.writeString(keys, key);
                    BigintType.BIGINT.writeLong(values, value);
                }));
    }

    /** @param values in Trino's native representation, in the order of the fields */
    static SqlRow row(RowType type, List<Object> values) {
        List<Type> types = type.getFieldTypes();
        return RowValueBuilder.buildRowValue(type, builders -> {
            for (int field = 0; field < types.size(); field++) {
                TypeUtils.writeNativeValue(types.get(field), builders.get(field), values.get(field));
            }
        });
    }
}
