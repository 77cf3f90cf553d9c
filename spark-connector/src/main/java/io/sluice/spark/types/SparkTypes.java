package io.sluice.spark.types;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.IdentityColumn;
import io.sluice.table.IdentityColumn.GivenValues;
import io.sluice.table.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.ColumnDefaultValue;
import org.apache.spark.sql.connector.catalog.IdentityColumnSpec;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType$;
import org.apache.spark.sql.types.BooleanType$;
import org.apache.spark.sql.types.ByteType$;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType$;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType$;
import org.apache.spark.sql.types.FloatType$;
import org.apache.spark.sql.types.IntegerType$;
import org.apache.spark.sql.types.LongType$;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.ShortType$;
import org.apache.spark.sql.types.StringType$;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType$;
import org.apache.spark.sql.types.TimestampType$;

/**
 * Sluice's schemas as Spark's, and back. Names and comments go both ways; what Sluice keeps of a field beside them,
 * such as its physical name, stays with Sluice.
 */
public final class SparkTypes {
    private static final Map<org.apache.spark.sql.types.DataType, Primitive> PRIMITIVES = Map.ofEntries(
            Map.entry(BooleanType$.MODULE$, Primitive.BOOLEAN),
            Map.entry(ByteType$.MODULE$, Primitive.BYTE),
            Map.entry(ShortType$.MODULE$, Primitive.SHORT),
            Map.entry(IntegerType$.MODULE$, Primitive.INTEGER),
            Map.entry(LongType$.MODULE$, Primitive.LONG),
            Map.entry(FloatType$.MODULE$, Primitive.FLOAT),
            Map.entry(DoubleType$.MODULE$, Primitive.DOUBLE),
            Map.entry(StringType$.MODULE$, Primitive.STRING),
            Map.entry(BinaryType$.MODULE$, Primitive.BINARY),
            Map.entry(DateType$.MODULE$, Primitive.DATE),
            Map.entry(TimestampType$.MODULE$, Primitive.TIMESTAMP),
            Map.entry(TimestampNTZType$.MODULE$, Primitive.TIMESTAMP_NTZ));

    private SparkTypes() {}

    /** A column's name as Spark parses it where it takes a text for a path of names. */
    public static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** The columns of a table, as the catalog shows them. */
    public static Column[] columns(TableSchema schema) {
        return schema.columns().stream().map(SparkTypes::column).toArray(Column[]::new);
    }

    /**
     * Columns whose values are made may be null for Spark, which has them so where a statement gives none. No column
     * comes with the value that Spark would show in rows that were there before it: that is null.
     */
    private static Column column(Field field) {
        String comment = field.comment().orElse(null);
        org.apache.spark.sql.types.DataType type = dataType(field.type());
        if (field.generationExpression().isPresent()) {
            return Column.create(
                    field.name(),
                    type,
                    true,
                    comment,
                    field.generationExpression().get(),
                    null);
        }
        if (field.identity().isPresent()) {
            return Column.create(
                    field.name(), type, true, comment, identity(field.identity().get()), null);
        }
        ColumnDefaultValue value = field.defaultExpression()
                .map(text -> new ColumnDefaultValue(text, (Literal<?>) null))
                .orElse(null);
        return Column.create(field.name(), type, field.nullable(), comment, value, null);
    }

    private static IdentityColumnSpec identity(IdentityColumn identity) {
        return new IdentityColumnSpec(identity.start(), identity.step(), identity.givenValues() == GivenValues.ALLOWED);
    }

    /** The rows of a table, under the names that users know. */
    public static StructType structType(TableSchema schema) {
        return structType(schema.columns());
    }

    private static StructType structType(List<Field> fields) {
        return new StructType(fields.stream().map(SparkTypes::structField).toArray(StructField[]::new));
    }

    /** One field, with its comment. */
    public static StructField structField(Field field) {
        MetadataBuilder metadata = new MetadataBuilder();
        field.comment().ifPresent(comment -> metadata.putString("comment", comment));
        return new StructField(field.name(), dataType(field.type()), field.nullable(), metadata.build());
    }

    public static org.apache.spark.sql.types.DataType dataType(DataType type) {
        if (type instanceof Primitive primitive) {
            return primitive(primitive);
        }
        if (type instanceof Decimal decimal) {
            return new DecimalType(decimal.precision(), decimal.scale());
        }
        if (type instanceof Struct struct) {
            return structType(struct.fields());
        }
        if (type instanceof Array array) {
            return new ArrayType(dataType(array.element()), array.containsNull());
        }
        Mapping map = (Mapping) type;
        return new MapType(dataType(map.key()), dataType(map.value()), map.valueContainsNull());
    }

    private static org.apache.spark.sql.types.DataType primitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case BYTE -> DataTypes.ByteType;
            case SHORT -> DataTypes.ShortType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
            case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
        };
    }

    /**
     * A table's columns as Spark defines them; a user error if one has a type that lakes do not know. {@code char} and
     * {@code varchar} are strings: their lengths are not kept.
     */
    public static TableSchema schema(StructType type) {
        return new TableSchema(fields(type));
    }

    private static List<Field> fields(StructType type) {
        return Arrays.stream(type.fields()).map(SparkTypes::field).toList();
    }

    /** One field, with its comment; a user error if lakes do not know its type. */
    public static Field field(StructField field) {
        Field plain = new Field(field.name(), type(field.dataType(), field.name()), field.nullable(), Map.of());
        return field.getComment().isDefined()
                ? plain.withComment(field.getComment().get())
                : plain;
    }

    /** The type of values that are not nested; empty if lakes do not know it. */
    public static Optional<DataType> known(org.apache.spark.sql.types.DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(new Decimal(decimal.precision(), decimal.scale()));
        }
        return Optional.ofNullable(PRIMITIVES.get(type));
    }

    /**
     * The type; a user error if lakes do not know it.
     *
     * @param path of the field that has the type, for messages
     */
    public static DataType type(org.apache.spark.sql.types.DataType type, String path) {
        Primitive primitive = PRIMITIVES.get(type);
        if (primitive != null) {
            return primitive;
        }
        if (type instanceof org.apache.spark.sql.types.CharType
                || type instanceof org.apache.spark.sql.types.VarcharType) {
            return Primitive.STRING;
        }
        if (type instanceof DecimalType decimal) {
            return new Decimal(decimal.precision(), decimal.scale());
        }
        if (type instanceof StructType struct) {
            return new Struct(fields(struct));
        }
        if (type instanceof ArrayType array) {
            return new Array(type(array.elementType(), path + ".element"), array.containsNull());
        }
        if (type instanceof MapType map) {
            return new Mapping(
                    type(map.keyType(), path + ".key"),
                    type(map.valueType(), path + ".value"),
                    map.valueContainsNull());
        }
        throw SluiceException.user("column '%s' has the type %s, which lakes do not know: cast it to another type"
                .formatted(path, type.sql()));
    }
}
