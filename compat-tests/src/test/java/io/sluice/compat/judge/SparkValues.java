package io.sluice.compat.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark hands out, as the Java values and texts that are compared. */
final class SparkValues {
    private SparkValues() {}

    static List<String> columns(StructType schema) {
        return List.of(schema.fields()).stream().map(SparkValues::field).toList();
    }

    private static String field(StructField field) {
        Optional<String> comment =
                field.getComment().isDefined() ? Optional.of(field.getComment().get()) : Optional.empty();
        return Columns.field(field.name(), type(field.dataType()), field.nullable(), comment);
    }

    private static String type(DataType type) {
        if (type instanceof StructType struct) {
            return List.of(struct.fields()).stream().map(SparkValues::field).collect(Columns.struct());
        }
        if (type instanceof ArrayType array) {
            return Columns.array(type(array.elementType()), array.containsNull());
        }
        if (type instanceof MapType map) {
            return Columns.map(type(map.keyType()), type(map.valueType()), map.valueContainsNull());
        }
        if (type instanceof DecimalType || !isWholeNumber(type)) {
            return type.simpleString();
        }
        return type.typeName();
    }

    private static boolean isWholeNumber(DataType type) {
        // Spark's SQL names for these (tinyint …) differ from the protocol's.
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType;
    }

    static String row(Row row) {
        return Canonical.row(fields(row));
    }

    private static List<Object> fields(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(value(row.get(i)));
        }
        return values;
    }

    private static Object value(Object value) {
        if (value instanceof Row struct) {
            return new Canonical.StructValue(fields(struct));
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            List<Object> elements = new ArrayList<>();
            CollectionConverters.asJava(sequence).forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            CollectionConverters.asJava(map).forEach((key, entry) -> entries.put(value(key), value(entry)));
            return entries;
        }
        return value;
    }
}
