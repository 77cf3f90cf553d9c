package io.sluice.spark.programs;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A column of a table of a program. */
record Column(String name, DataType type, boolean required) {
    Column renamed(String newName) {
        return new Column(newName, type, required);
    }

    Column withType(DataType newType) {
        return new Column(name, newType, required);
    }

    Column optional() {
        return new Column(name, type, false);
    }

    /** As statements name it. */
    String quoted() {
        return quoted(name);
    }

    static String quoted(String name) {
        return "`" + name + "`";
    }

    /** As in CREATE TABLE. */
    String definition() {
        return quoted() + " " + type.sql() + (required ? " NOT NULL" : "");
    }

    /** As the model has it: what must not be null is looked after by a query. */
    StructField field() {
        return new StructField(name, type, true, org.apache.spark.sql.types.Metadata.empty());
    }

    /** Whether fields can be altered within it. */
    boolean hasFields() {
        return struct().isPresent();
    }

    private Optional<StructType> struct() {
        DataType holder = type;
        if (type instanceof ArrayType array) {
            holder = array.elementType();
        } else if (type instanceof MapType map) {
            holder = map.valueType();
        }
        return holder instanceof StructType struct ? Optional.of(struct) : Optional.empty();
    }

    StructType fields() {
        return struct().orElseThrow();
    }

    /** What comes between the column's name and the name of a field. */
    String pathOfFields() {
        return type instanceof ArrayType ? ".element" : type instanceof MapType ? ".value" : "";
    }

    /** The type of the column with other fields. */
    DataType withFields(StructType fields) {
        if (type instanceof ArrayType) {
            return DataTypes.createArrayType(fields, true);
        }
        return type instanceof MapType map ? DataTypes.createMapType(map.keyType(), fields, true) : fields;
    }

    /** An expression that makes something of each struct. */
    String rebuilt(UnaryOperator<String> struct) {
        if (type instanceof ArrayType) {
            return "transform(%s, e -> %s)".formatted(quoted(), struct.apply("e"));
        }
        return type instanceof MapType
                ? "transform_values(%s, (key, e) -> %s)".formatted(quoted(), struct.apply("e"))
                : struct.apply(quoted());
    }
}
