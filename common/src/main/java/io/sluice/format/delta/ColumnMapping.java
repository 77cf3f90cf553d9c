package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Names in files that differ from names in the schema. Source: Delta protocol, "Column Mapping".
 *
 * <p>The log and the files know a column by its physical name, which it never changes; so a column can be renamed or
 * dropped without touching a file. Columns that are there from the beginning keep their first name as the physical one.
 * A column that comes later gets one that no file can have, as a column of the same name may have been dropped before;
 * it follows from the table and the column's id, so that who has to write files before the commit knows it too.
 */
final class ColumnMapping {
    static final String MODE = "delta.columnMapping.mode";
    static final String MAX_ID = "delta.columnMapping.maxColumnId";
    static final String BY_NAME = "name";
    static final String OFF = "none";

    private static final String ID = "delta.columnMapping.id";
    private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
    /** What a field's metadata says for the mapping. */
    static final Set<String> FIELD_KEYS = Set.of(ID, PHYSICAL_NAME, "delta.columnMapping.nested.ids");

    /** What physical name a column gets. */
    private enum Naming {
        AS_IT_IS_CALLED,
        UNUSED
    }

    private final TableId table;
    private final Naming naming;
    private int lastId;

    private ColumnMapping(TableMetadata table, Naming naming) {
        this.table = table.id();
        this.naming = naming;
        lastId = Math.max(largestId(table.schema().columns()), declaredMaxId(table));
    }

    static boolean isOn(Map<String, String> properties) {
        return !properties.getOrDefault(MODE, OFF).equals(OFF);
    }

    /** The table as a reader sees it: without a mapping, what fields say of one means nothing. */
    static TableSchema schema(TableSchema schema, Map<String, String> properties) {
        return isOn(properties) ? schema : withFields(schema, ColumnMapping::unmapped);
    }

    /** The table with mapped columns, if its properties ask for that: each has the name in files that it has now. */
    static TableMetadata named(TableMetadata table) {
        return completed(table, Naming.AS_IT_IS_CALLED);
    }

    /** The table with mapped columns, if its properties ask for that: new ones are called like no column before. */
    static TableMetadata grown(TableMetadata table) {
        return completed(table, Naming.UNUSED);
    }

    /** The table with its columns mapped by name, if they are not mapped yet. */
    static TableMetadata upgraded(TableMetadata table) {
        if (isOn(table.properties())) {
            return table;
        }
        Map<String, String> properties = new LinkedHashMap<>(table.properties());
        properties.put(MODE, BY_NAME);
        return named(table.withProperties(properties));
    }

    /** Refuses a change of properties that would make columns lose their names in files. */
    static void requireAllowed(TableMetadata before, TableMetadata after) {
        String old = before.properties().getOrDefault(MODE, OFF);
        String mode = after.properties().getOrDefault(MODE, OFF);
        if (!old.equals(mode) && !old.equals(OFF)) {
            throw SluiceException.user("table property '%s' cannot change from '%s' to '%s': files have columns under"
                            .formatted(MODE, old, mode)
                    + " names that only the mapping knows");
        }
    }

    private static TableMetadata completed(TableMetadata table, Naming naming) {
        if (!isOn(table.properties())) {
            return table;
        }
        ColumnMapping mapping = new ColumnMapping(table, naming);
        TableSchema schema = withFields(table.schema(), mapping::column);
        Map<String, String> properties = new LinkedHashMap<>(table.properties());
        properties.put(MAX_ID, Integer.toString(mapping.lastId));
        return table.withSchema(schema).withProperties(properties);
    }

    /** A column, or a field of a struct that was there before. */
    private Field column(Field column) {
        boolean isNew = !column.metadata().containsKey(PHYSICAL_NAME);
        Field identified = identified(column);
        Field whole = identified.withType(withFields(column.type(), isNew ? this::nestedInNew : this::column));
        if (!isNew) {
            return whole;
        }
        String name = naming == Naming.UNUSED ? unusedName(identified) : column.name();
        return whole.withMetadata(PHYSICAL_NAME, name);
    }

    /** A name within a new struct is as new as the struct: nothing can have had it before. */
    private Field nestedInNew(Field field) {
        Field whole = identified(field).withType(withFields(field.type(), this::nestedInNew));
        return field.metadata().containsKey(PHYSICAL_NAME) ? whole : whole.withMetadata(PHYSICAL_NAME, field.name());
    }

    private Field identified(Field field) {
        return field.columnId().isPresent() ? field : field.withMetadata(ID, (long) ++lastId);
    }

    private String unusedName(Field column) {
        String seed = table + "/" + column.columnId().orElseThrow();
        return "col-" + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    }

    /** The field with nothing of a mapping. */
    static Field unmapped(Field field) {
        Field plain = field.withType(withFields(field.type(), ColumnMapping::unmapped));
        for (String key : FIELD_KEYS) {
            plain = plain.withoutMetadata(key);
        }
        return plain;
    }

    private static TableSchema withFields(TableSchema schema, UnaryOperator<Field> change) {
        return new TableSchema(schema.columns().stream().map(change).toList());
    }

    private static DataType withFields(DataType type, UnaryOperator<Field> change) {
        if (type instanceof Struct struct) {
            return new Struct(struct.fields().stream().map(change).toList());
        }
        if (type instanceof Array array) {
            return new Array(withFields(array.element(), change), array.containsNull());
        }
        return type instanceof Mapping map
                ? new Mapping(withFields(map.key(), change), withFields(map.value(), change), map.valueContainsNull())
                : type;
    }

    private static int declaredMaxId(TableMetadata table) {
        String declared = table.properties().getOrDefault(MAX_ID, "0");
        try {
            return Integer.parseInt(declared);
        } catch (NumberFormatException malformed) {
            throw SluiceException.bug("table property '%s' is '%s'".formatted(MAX_ID, declared), malformed);
        }
    }

    private static int largestId(List<Field> fields) {
        return fields.stream().mapToInt(ColumnMapping::largestId).max().orElse(0);
    }

    private static int largestId(Field field) {
        return Math.max(field.columnId().orElse(0), largestId(field.type()));
    }

    private static int largestId(DataType type) {
        if (type instanceof Struct struct) {
            return largestId(struct.fields());
        }
        if (type instanceof Array array) {
            return largestId(array.element());
        }
        return type instanceof Mapping map ? Math.max(largestId(map.key()), largestId(map.value())) : 0;
    }
}
