package io.sluice.write;

import io.sluice.duckdb.SqlText;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ids of columns in the files of a table that maps its columns. Source: Delta protocol, section "Column Mapping". */
final class PhysicalColumns {
    private PhysicalColumns() {}

    /** The ids of the columns that are in the files, in the words of the engine's option; empty if there are none. */
    static Optional<String> ids(TableMetadata table) {
        List<Field> stored = table.schema().columns().stream()
                .filter(field -> !table.partitionColumns().contains(field.name()))
                .toList();
        String ids = ids(stored);
        return ids.isEmpty() ? Optional.empty() : Optional.of("{" + ids + "}");
    }

    private static String ids(List<Field> fields) {
        List<String> members = new ArrayList<>();
        for (Field field : fields) {
            String inner = inner(field.type());
            String name = SqlText.identifier(field.physicalName()) + ":";
            if (field.columnId().isPresent()) {
                int id = field.columnId().getAsInt();
                members.add(name + (inner.isEmpty() ? id : "{__duckdb_field_id:" + id + "," + inner + "}"));
            } else if (!inner.isEmpty()) {
                members.add(name + "{" + inner + "}");
            }
        }
        return String.join(",", members);
    }

    /** Lists, maps and their elements have no ids of their own, only the fields of structs inside of them. */
    private static String inner(DataType type) {
        if (type instanceof Struct struct) {
            return ids(struct.fields());
        }
        if (type instanceof Array array) {
            String element = inner(array.element());
            return element.isEmpty() ? "" : "element:{" + element + "}";
        }
        if (type instanceof Mapping mapping) {
            List<String> parts = new ArrayList<>();
            String key = inner(mapping.key());
            String value = inner(mapping.value());
            if (!key.isEmpty()) {
                parts.add("key:{" + key + "}");
            }
            if (!value.isEmpty()) {
                parts.add("value:{" + value + "}");
            }
            return String.join(",", parts);
        }
        return "";
    }
}
