package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataType;
import io.sluice.table.Field;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a field is named in the table's files.
 *
 * @param name physical name
 * @param id in the files' schema, if the table maps columns
 * @param parts of a struct its fields, of an array its element, of a map its key and value, in this order; elements,
 *     keys and values have names that say nothing
 */
public record StoredField(String name, OptionalInt id, List<StoredField> parts) {
    public StoredField {
        requireNonNull(name, "name");
        requireNonNull(id, "id");
        parts = List.copyOf(parts);
    }

    /** The field of a table's schema. */
    public static StoredField of(Field field) {
        return new StoredField(field.physicalName(), field.columnId(), parts(field.type()));
    }

    /**
     * The field of a table's schema, of which only one part is meant: every field on the way has the next one as its
     * only part.
     *
     * @param path names of fields of structs, in the schema's spelling; empty for the whole field
     */
    public static StoredField of(Field field, List<String> path) {
        if (path.isEmpty()) {
            return of(field);
        }
        Field next = ((DataType.Struct) field.type())
                .fields().stream()
                        .filter(part -> part.name().equals(path.get(0)))
                        .findFirst()
                        .orElseThrow();
        return new StoredField(field.physicalName(), field.columnId(), List.of(of(next, path.subList(1, path.size()))));
    }

    /** Whether this is how the other field is named too, whatever their parts are. */
    public boolean names(StoredField other) {
        return name.equals(other.name) && id.equals(other.id);
    }

    private static List<StoredField> parts(DataType type) {
        return switch (type) {
            case DataType.Primitive primitive -> List.of();
            case DataType.Decimal decimal -> List.of();
            case DataType.Struct struct ->
                struct.fields().stream().map(StoredField::of).toList();
            case DataType.Array array -> List.of(part("element", array.element()));
            case DataType.Mapping map -> List.of(part("key", map.key()), part("value", map.value()));
        };
    }

    private static StoredField part(String name, DataType type) {
        return new StoredField(name, OptionalInt.empty(), parts(type));
    }
}
