package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.StoredField;
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
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The schema of a table's files: columns with the names and ids that they have in files. All of them may be null there,
 * as a column may cease to be NOT NULL. Sources: Parquet format, "LogicalTypes"; Delta protocol, "Column Mapping".
 *
 * @param types the types of single values, by their path in the schema
 * @param statistics the columns that statistics are kept of: those with single values, also inside of structs
 */
record FileSchema(MessageType message, Map<List<String>, Type> types, List<StatisticsColumn> statistics) {
    /**
     * A column that statistics are kept of.
     *
     * @param physical its path in the Parquet schema
     * @param path its dotted path in the table's schema
     */
    record StatisticsColumn(List<String> physical, String path, Type type) {
        StatisticsColumn {
            physical = List.copyOf(physical);
            requireNonNull(path, "path");
            requireNonNull(type, "type");
        }
    }

    static FileSchema of(NewFiles files) {
        Builder builder = new Builder();
        for (SluiceColumnHandle column : files.columns()) {
            if (column.role() == SluiceColumnHandle.Role.STORED) {
                builder.column(column);
                builder.count(column.name(), List.of(column.stored().name()), column.type(), column.stored());
            }
        }
        files.extra().forEach(builder::column);
        return new FileSchema(builder.message.named("table"), builder.types, builder.statistics);
    }

    private static final class Builder {
        private final Types.MessageTypeBuilder message = Types.buildMessage();
        private final Map<List<String>, Type> types = new LinkedHashMap<>();
        private final List<StatisticsColumn> statistics = new ArrayList<>();

        void column(SluiceColumnHandle column) {
            message.addField(field(column.type(), column.stored(), Repetition.OPTIONAL, List.of()));
        }

        void count(String path, List<String> physical, Type type, StoredField stored) {
            if (type instanceof RowType row) {
                for (int i = 0; i < row.getFields().size(); i++) {
                    RowType.Field field = row.getFields().get(i);
                    StoredField part = stored.parts().get(i);
                    String name = path + "." + field.getName().orElseThrow();
                    count(name, below(physical, part.name()), field.getType(), part);
                }
            } else if (!(type instanceof ArrayType) && !(type instanceof MapType)) {
                statistics.add(new StatisticsColumn(physical, path, type));
            }
        }

        private org.apache.parquet.schema.Type field(
                Type type, StoredField stored, Repetition repetition, List<String> parent) {
            List<String> path = below(parent, stored.name());
            org.apache.parquet.schema.Type field = switch (type) {
                case RowType row -> struct(row, stored, repetition, path);
                case ArrayType array -> list(array, stored, repetition, path);
                case MapType map -> map(map, stored, repetition, path);
                default -> {
                    types.put(path, type);
                    yield primitive(type, repetition).named(stored.name());
                }
            };
            return stored.id().isPresent() ? field.withId(stored.id().getAsInt()) : field;
        }

        private org.apache.parquet.schema.Type struct(
                RowType row, StoredField stored, Repetition repetition, List<String> path) {
            Types.GroupBuilder<org.apache.parquet.schema.GroupType> group = Types.buildGroup(repetition);
            for (int i = 0; i < row.getFields().size(); i++) {
                group.addField(
                        field(row.getFields().get(i).getType(), stored.parts().get(i), Repetition.OPTIONAL, path));
            }
            return group.named(stored.name());
        }

        private org.apache.parquet.schema.Type list(
                ArrayType array, StoredField stored, Repetition repetition, List<String> path) {
            StoredField element = stored.parts().get(0);
            return Types.list(repetition)
                    .element(field(array.getElementType(), element, Repetition.OPTIONAL, below(path, "list")))
                    .named(stored.name());
        }

        private org.apache.parquet.schema.Type map(
                MapType map, StoredField stored, Repetition repetition, List<String> path) {
            List<String> entry = below(path, "key_value");
            return Types.map(repetition)
                    .key(field(map.getKeyType(), stored.parts().get(0), Repetition.REQUIRED, entry))
                    .value(field(map.getValueType(), stored.parts().get(1), Repetition.OPTIONAL, entry))
                    .named(stored.name());
        }

        private static List<String> below(List<String> path, String name) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            return List.copyOf(longer);
        }
    }

    private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(
            Type type, Repetition repetition) {
        return switch (type) {
            case BooleanType bool -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition);
            case TinyintType small ->
                Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.intType(8, true));
            case SmallintType small ->
                Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.intType(16, true));
            case IntegerType whole -> Types.primitive(PrimitiveTypeName.INT32, repetition);
            case BigintType whole -> Types.primitive(PrimitiveTypeName.INT64, repetition);
            case RealType real -> Types.primitive(PrimitiveTypeName.FLOAT, repetition);
            case DoubleType real -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition);
            case VarcharType text ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition).as(LogicalTypeAnnotation.stringType());
            case VarbinaryType bytes -> Types.primitive(PrimitiveTypeName.BINARY, repetition);
            case DateType date ->
                Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.dateType());
            case TimestampWithTimeZoneType instant ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
            case TimestampType time ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
            case DecimalType decimal -> decimal(decimal, repetition);
            default -> throw new IllegalArgumentException("no column has the type " + type);
        };
    }

    /** As short as the precision allows, which is how all engines expect it. */
    private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> decimal(
            DecimalType type, Repetition repetition) {
        LogicalTypeAnnotation meaning = LogicalTypeAnnotation.decimalType(type.getScale(), type.getPrecision());
        if (type.getPrecision() <= 9) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition).as(meaning);
        }
        if (type.getPrecision() <= 18) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition).as(meaning);
        }
        int bits =
                BigInteger.TEN.pow(type.getPrecision()).subtract(BigInteger.ONE).bitLength() + 1;
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length((bits + 7) / 8)
                .as(meaning);
    }
}
