package io.sluice.duckdb;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields inside of columns, whose names in the files may be others than in the schema. The engine finds such fields by
 * name: asked for one under a name that a file does not have, it answers null. So values are taken apart and put
 * together again, under the names of the schema when they are read, under the physical ones when they are written.
 */
public final class StoredNames {
    /** Whose names a value gets. */
    public enum Direction {
        TO_SCHEMA,
        TO_FILES
    }

    private final Direction direction;
    private int variables;

    public StoredNames(Direction direction) {
        this.direction = requireNonNull(direction, "direction");
    }

    /** Whether a field inside of the type has another name in the files. */
    public static boolean isRenamed(DataType type) {
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .anyMatch(field -> !field.physicalName().equals(field.name()) || isRenamed(field.type()));
        }
        if (type instanceof Array array) {
            return isRenamed(array.element());
        }
        return type instanceof Mapping mapping && (isRenamed(mapping.key()) || isRenamed(mapping.value()));
    }

    /** The type as the files have it. */
    public static DataType stored(DataType type) {
        if (type instanceof Struct struct) {
            return new Struct(struct.fields().stream()
                    .map(field -> Field.optional(field.physicalName(), stored(field.type())))
                    .toList());
        }
        if (type instanceof Array array) {
            return new Array(stored(array.element()), array.containsNull());
        }
        return type instanceof Mapping mapping
                ? new Mapping(stored(mapping.key()), stored(mapping.value()), mapping.valueContainsNull())
                : type;
    }

    /** SQL of a value with the names of this direction, made of one with those of the other. */
    public String renamed(String value, DataType type) {
        if (!isRenamed(type)) {
            return value;
        }
        if (type instanceof Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Field field : struct.fields()) {
                boolean reads = direction == Direction.TO_SCHEMA;
                String from = reads ? field.physicalName() : field.name();
                String to = reads ? field.name() : field.physicalName();
                String inner = "(" + value + ")." + SqlText.identifier(from);
                fields.add(SqlText.identifier(to) + " := " + renamed(inner, field.type()));
            }
            return "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END"
                    .formatted(value, String.join(", ", fields));
        }
        String each = "sluice_" + variables++;
        if (type instanceof Array array) {
            return "list_transform(%s, lambda %s: %s)".formatted(value, each, renamed(each, array.element()));
        }
        Mapping mapping = (Mapping) type;
        return "CAST(map_from_entries(list_transform(map_entries(%s), lambda %s: row(%s, %s))) AS %s)"
                .formatted(
                        value,
                        each,
                        renamed("(" + each + ").key", mapping.key()),
                        renamed("(" + each + ").value", mapping.value()),
                        DuckDbTypes.sql(direction == Direction.TO_SCHEMA ? mapping : stored(mapping)));
    }
}
