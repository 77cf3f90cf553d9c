package io.sluice.compat.judge;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Kernel hands out, as the Java values and texts that are compared. */
final class KernelValues {
    private KernelValues() {}

    static List<String> columns(StructType schema) {
        return schema.fields().stream().map(KernelValues::field).toList();
    }

    private static String field(StructField field) {
        return Columns.field(
                field.getName(),
                type(field.getDataType()),
                field.isNullable(),
                Optional.ofNullable(field.getMetadata().getString("comment")));
    }

    private static String type(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream().map(KernelValues::field).collect(Columns.struct());
        }
        if (type instanceof ArrayType array) {
            return Columns.array(type(array.getElementType()), array.containsNull());
        }
        if (type instanceof MapType map) {
            return Columns.map(type(map.getKeyType()), type(map.getValueType()), map.isValueContainsNull());
        }
        if (type instanceof DecimalType decimal) {
            return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
        }
        return type.toString();
    }

    static Object value(ColumnVector vector, int row) {
        DataType type = vector.getDataType();
        if (vector.isNullAt(row)) {
            return null;
        }
        if (type instanceof StructType struct) {
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < struct.length(); i++) {
                fields.add(value(vector.getChild(i), row));
            }
            return new Canonical.StructValue(fields);
        }
        if (type instanceof ArrayType) {
            ArrayValue array = vector.getArray(row);
            return elements(array.getElements(), array.getSize());
        }
        if (type instanceof MapType) {
            return map(vector.getMap(row));
        }
        return primitive(type, vector, row);
    }

    private static List<Object> elements(ColumnVector vector, int size) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(value(vector, i));
        }
        return elements;
    }

    private static Map<Object, Object> map(MapValue map) {
        List<Object> keys = elements(map.getKeys(), map.getSize());
        List<Object> values = elements(map.getValues(), map.getSize());
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            entries.put(keys.get(i), values.get(i));
        }
        return entries;
    }

    private static Object primitive(DataType type, ColumnVector vector, int row) {
        if (type instanceof StringType) {
            return vector.getString(row);
        } else if (type instanceof LongType) {
            return vector.getLong(row);
        } else if (type instanceof IntegerType) {
            return vector.getInt(row);
        } else if (type instanceof ShortType) {
            return vector.getShort(row);
        } else if (type instanceof ByteType) {
            return vector.getByte(row);
        } else if (type instanceof DoubleType) {
            return vector.getDouble(row);
        } else if (type instanceof FloatType) {
            return vector.getFloat(row);
        } else if (type instanceof BooleanType) {
            return vector.getBoolean(row);
        } else if (type instanceof DecimalType) {
            return vector.getDecimal(row);
        } else if (type instanceof BinaryType) {
            return vector.getBinary(row);
        } else if (type instanceof DateType) {
            return LocalDate.ofEpochDay(vector.getInt(row));
        } else if (type instanceof TimestampType) {
            return instant(vector.getLong(row));
        } else if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(instant(vector.getLong(row)), ZoneOffset.UTC);
        }
        throw new IllegalArgumentException("a type that is not compared: " + type);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
