package io.sluice.trino.types;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sluice's types as Trino's, and back. Instants and wall-clock times have microseconds on both sides. */
public final class TrinoTypes {
    private static final TypeOperators OPERATORS = new TypeOperators();

    private TrinoTypes() {}

    /** The type that Trino knows values of this type by. */
    public static Type type(DataType type) {
        return switch (type) {
            case Primitive primitive -> primitive(primitive);
            case DataType.Decimal decimal -> DecimalType.createDecimalType(decimal.precision(), decimal.scale());
            case DataType.Struct struct ->
                RowType.from(struct.fields().stream()
                        .map(field -> RowType.field(field.name(), type(field.type())))
                        .toList());
            case DataType.Array array -> new ArrayType(type(array.element()));
            case DataType.Mapping map -> new MapType(type(map.key()), type(map.value()), OPERATORS);
        };
    }

    private static Type primitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> BooleanType.BOOLEAN;
            case BYTE -> TinyintType.TINYINT;
            case SHORT -> SmallintType.SMALLINT;
            case INTEGER -> IntegerType.INTEGER;
            case LONG -> BigintType.BIGINT;
            case FLOAT -> RealType.REAL;
            case DOUBLE -> DoubleType.DOUBLE;
            case STRING -> VarcharType.VARCHAR;
            case BINARY -> VarbinaryType.VARBINARY;
            case DATE -> DateType.DATE;
            case TIMESTAMP -> TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS;
            case TIMESTAMP_NTZ -> TimestampType.TIMESTAMP_MICROS;
        };
    }

    /** The type that a table keeps values of Trino's type in; empty if there is none that loses nothing. */
    public static Optional<DataType> stored(Type type) {
        if (type instanceof VarcharType) {
            return Optional.of(Primitive.STRING);
        }
        if (type instanceof DecimalType decimal) {
            return Optional.of(new DataType.Decimal(decimal.getPrecision(), decimal.getScale()));
        }
        if (type instanceof TimestampWithTimeZoneType instant && instant.getPrecision() <= 6) {
            return Optional.of(Primitive.TIMESTAMP);
        }
        if (type instanceof TimestampType time && time.getPrecision() <= 6) {
            return Optional.of(Primitive.TIMESTAMP_NTZ);
        }
        if (type instanceof ArrayType array) {
            return stored(array.getElementType()).map(element -> new DataType.Array(element, true));
        }
        if (type instanceof MapType map) {
            return stored(map.getKeyType())
                    .flatMap(key -> stored(map.getValueType()).map(value -> new DataType.Mapping(key, value, true)));
        }
        if (type instanceof RowType row) {
            return struct(row);
        }
        return List.of(Primitive.values()).stream()
                .filter(primitive -> primitive(primitive).equals(type))
                .map(DataType.class::cast)
                .findFirst();
    }

    private static Optional<DataType> struct(RowType row) {
        List<Field> fields = new ArrayList<>();
        for (RowType.Field field : row.getFields()) {
            Optional<DataType> type = stored(field.getType());
            if (field.getName().isEmpty() || type.isEmpty()) {
                return Optional.empty();
            }
            fields.add(Field.optional(field.getName().get(), type.get()));
        }
        return Optional.of(new DataType.Struct(fields));
    }

    /** {@link #stored}, where there has to be one: a user error otherwise, in the words that Trino's users know. */
    public static DataType requireStored(String column, Type type) {
        return stored(type)
                .orElseThrow(() -> SluiceException.user(
                        "Unsupported type: %s, of column '%s'".formatted(type.getDisplayName(), column)));
    }
}
