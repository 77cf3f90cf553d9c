package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns as files have them. Everything may be null there: a file has no values for a column that came later. */
final class PhysicalSchema {
    /** How columns are found in files. Source: Delta protocol, "Column Mapping". */
    enum Lookup {
        BY_NAME,
        BY_ID
    }

    private static final String MAPPING_MODE = "delta.columnMapping.mode";
    private static final String FIELD_ID = "parquet.field.id";

    private final Lookup lookup;

    PhysicalSchema(Lookup lookup) {
        this.lookup = lookup;
    }

    static Lookup lookup(TableMetadata table) {
        return table.properties().getOrDefault(MAPPING_MODE, "none").equals("id") ? Lookup.BY_ID : Lookup.BY_NAME;
    }

    /** @param wanted the column, perhaps with a part of the fields that it has within structs */
    StructField field(StructField wanted, Field column) {
        DataType type = type(wanted.dataType(), column.type());
        return new StructField(column.physicalName(), type, true, metadata(column));
    }

    private Metadata metadata(Field field) {
        return lookup == Lookup.BY_ID && field.columnId().isPresent()
                ? new MetadataBuilder()
                        .putLong(FIELD_ID, field.columnId().getAsInt())
                        .build()
                : Metadata.empty();
    }

    private DataType type(DataType wanted, io.sluice.table.DataType column) {
        if (wanted instanceof StructType struct && column instanceof Struct fields) {
            StructField[] physical = new StructField[struct.size()];
            for (int i = 0; i < physical.length; i++) {
                StructField field = struct.fields()[i];
                physical[i] = field(field, require(fields.fields(), field.name()));
            }
            return new StructType(physical);
        }
        if (wanted instanceof ArrayType array && column instanceof Array elements) {
            return new ArrayType(type(array.elementType(), elements.element()), true);
        }
        if (wanted instanceof MapType map && column instanceof Mapping entries) {
            return new MapType(type(map.keyType(), entries.key()), type(map.valueType(), entries.value()), true);
        }
        return wanted;
    }

    private static Field require(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> SluiceException.bug(
                        "a read asks for the field '%s', which the table does not have".formatted(name), null));
    }
}
