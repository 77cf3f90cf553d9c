package io.sluice.trino.definitions;

import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarcharType;

/** Types of Trino that tables have in another width. */
final class SupportedTypes {
    private static final TypeOperators OPERATORS = new TypeOperators();

    private SupportedTypes() {}

    /** The type that a column is made with when this one is asked for; the same where nothing is to be said. */
    static Type of(Type asked) {
        return switch (asked) {
            case VarcharType varchar -> VarcharType.VARCHAR;
            case TimestampType time -> TimestampType.TIMESTAMP_MICROS;
            case TimestampWithTimeZoneType instant -> TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS;
            case ArrayType array -> new ArrayType(of(array.getElementType()));
            case MapType map -> new MapType(of(map.getKeyType()), of(map.getValueType()), OPERATORS);
            case RowType row ->
                RowType.from(row.getFields().stream()
                        .map(field -> new RowType.Field(field.getName(), of(field.getType())))
                        .toList());
            default -> asked;
        };
    }
}
