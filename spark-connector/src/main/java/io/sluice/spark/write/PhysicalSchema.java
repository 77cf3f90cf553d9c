package io.sluice.spark.write;

import io.sluice.spark.types.SparkTypes;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table's files, for Spark's Parquet writer: those of the table that no partition value gives, with
 * the names and ids that they have in files. All of them may be null there, as a column may cease to be NOT NULL.
 */
final class PhysicalSchema {
    /** The member of a field's metadata that Spark's writer takes the id in the Parquet schema from. */
    private static final String FIELD_ID = "parquet.field.id";

    private PhysicalSchema() {}

    static StructType of(TableMetadata table) {
        return struct(stored(table));
    }

    /** The columns that files have, in the order of the schema. */
    static List<Field> stored(TableMetadata table) {
        return table.schema().columns().stream()
                .filter(column -> !table.partitionColumns().contains(column.name()))
                .toList();
    }

    private static StructType struct(List<Field> fields) {
        return new StructType(fields.stream().map(PhysicalSchema::field).toArray(StructField[]::new));
    }

    private static StructField field(Field field) {
        Metadata metadata = field.columnId().isPresent()
                ? new MetadataBuilder()
                        .putLong(FIELD_ID, field.columnId().getAsInt())
                        .build()
                : Metadata.empty();
        return new StructField(field.physicalName(), type(field.type()), true, metadata);
    }

    private static org.apache.spark.sql.types.DataType type(DataType type) {
        if (type instanceof Struct struct) {
            return struct(struct.fields());
        }
        if (type instanceof Array array) {
            return DataTypes.createArrayType(type(array.element()), true);
        }
        return type instanceof Mapping mapping
                ? DataTypes.createMapType(type(mapping.key()), type(mapping.value()), true)
                : SparkTypes.dataType(type);
    }

    /** The columns that statistics are kept of: those with single values, also inside of structs. */
    static List<StatisticsColumn> statisticsColumns(TableMetadata table) {
        List<StatisticsColumn> columns = new ArrayList<>();
        collect(stored(table), "", List.of(), columns);
        return List.copyOf(columns);
    }

    private static void collect(List<Field> fields, String path, List<String> physical, List<StatisticsColumn> found) {
        for (Field field : fields) {
            String name = path + field.name();
            List<String> stored = new ArrayList<>(physical);
            stored.add(field.physicalName());
            if (field.type() instanceof Struct struct) {
                collect(struct.fields(), name + ".", stored, found);
            } else if (field.type() instanceof Primitive || field.type() instanceof Decimal) {
                found.add(new StatisticsColumn(List.copyOf(stored), name));
            }
        }
    }
}
