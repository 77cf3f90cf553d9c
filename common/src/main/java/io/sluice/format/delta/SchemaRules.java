package io.sluice.format.delta;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.DropColumn;
import io.sluice.commit.SchemaEdit.RenameColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.SchemaEdit.Within;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.IdentityColumn;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What Delta asks of a schema and of its changes. */
final class SchemaRules {
    /** The history of a column's types. Source: Delta protocol, "Type Change Metadata". */
    static final String TYPE_CHANGES = "delta.typeChanges";

    private static final String CURRENT_DEFAULT = "CURRENT_DEFAULT";
    /** What Spark would show in rows that were there before the column. Nobody reads it in Delta tables. */
    private static final String EXISTS_DEFAULT = "EXISTS_DEFAULT";
    /** Members of a column's metadata that engines heed, or say that they do not when they write. */
    private static final Set<String> COLUMN_RULES = columnRules();

    private static final Set<String> CHANGE_COLUMNS = Set.of("_change_type", "_commit_version", "_commit_timestamp");

    private SchemaRules() {}

    private static Set<String> columnRules() {
        Set<String> rules = new HashSet<>(IdentityColumn.KEYS);
        rules.addAll(Set.of(CURRENT_DEFAULT, EXISTS_DEFAULT, "delta.generationExpression"));
        return rules;
    }

    /** A user error if no such table can be made. */
    static void requireValid(TableMetadata table) {
        TableSchema schema = table.schema();
        if (schema.columns().isEmpty()) {
            throw SluiceException.user("a table needs at least one column");
        }
        requireWritable(table);
        MadeColumns.requireValid(schema);
        requireNamesForChanges(table);
        for (String name : table.partitionColumns()) {
            DataType type = schema.requireColumn(name).type();
            boolean hasText = type instanceof Decimal || (type instanceof Primitive && type != Primitive.BINARY);
            if (!hasText) {
                throw SluiceException.user("the table cannot be partitioned by column '%s' of type %s: choose a column"
                                .formatted(name, type.text())
                        + " of a simple type other than binary");
            }
        }
        if (table.partitionColumns().size() == schema.columns().size()) {
            throw SluiceException.user("the table cannot be partitioned by all its columns: %s"
                    .formatted(String.join(", ", table.partitionColumns())));
        }
    }

    /** Source: Delta protocol, "Change Data Files". */
    private static void requireNamesForChanges(TableMetadata table) {
        if (TableProperties.of(table).hasChangeFeed()) {
            for (Field column : table.schema().columns()) {
                if (CHANGE_COLUMNS.contains(column.name().toLowerCase(Locale.ROOT))) {
                    throw SluiceException.user(
                            "column '%s' and table property '%s' exclude each other: the changes have a column of that name"
                                    .formatted(column.name(), TableProperties.CHANGE_FEED));
                }
            }
        }
    }

    /** A user error if columns have rules that writers must heed and that are not supported. */
    static void requireWritable(TableMetadata table) {
        for (Field column : table.schema().columns()) {
            requireKnown(column, column.name(), COLUMN_RULES);
            requireKnownMetadata(column.type(), column.name());
        }
    }

    /** Rules that stand in a column's metadata have to be heeded by writers. Fields within columns have none. */
    private static void requireKnownMetadata(Field field, String path) {
        requireKnown(field, path, Set.of());
        requireKnownMetadata(field.type(), path);
    }

    private static void requireKnown(Field field, String path, Set<String> rules) {
        for (String key : field.metadata().keySet()) {
            boolean binding = key.startsWith("delta.") || key.equals(CURRENT_DEFAULT) || key.equals(EXISTS_DEFAULT);
            boolean known = key.equals(TYPE_CHANGES) || ColumnMapping.FIELD_KEYS.contains(key) || rules.contains(key);
            if (binding && !known) {
                throw SluiceException.user("column '%s' has '%s', which is not supported".formatted(path, key));
            }
        }
    }

    private static void requireKnownMetadata(DataType type, String path) {
        if (type instanceof Struct struct) {
            struct.fields().forEach(field -> requireKnownMetadata(field, path + "." + field.name()));
        } else if (type instanceof Array array) {
            requireKnownMetadata(array.element(), path + ".element");
        } else if (type instanceof Mapping mapping) {
            requireKnownMetadata(mapping.key(), path + ".key");
            requireKnownMetadata(mapping.value(), path + ".value");
        }
    }

    /**
     * The table after the edits, with the history of types written down. Columns are mapped as soon as names in files
     * and in the schema have to differ.
     */
    static TableMetadata edited(TableMetadata table, List<SchemaEdit> edits) {
        TableMetadata edited = table;
        for (SchemaEdit edit : edits) {
            edited = edited(edited, edit);
        }
        requireValid(edited);
        return edited;
    }

    private static TableMetadata edited(TableMetadata table, SchemaEdit edit) {
        if (edit instanceof RenameColumn rename) {
            TableMetadata renamed = edit.applyTo(ColumnMapping.upgraded(table));
            return renamed.withProperties(
                    StatsColumns.renamed(renamed.properties(), rename.column(), rename.newName()));
        }
        if (edit instanceof DropColumn drop) {
            TableMetadata dropped = edit.applyTo(ColumnMapping.upgraded(table));
            return dropped.withProperties(StatsColumns.dropped(dropped.properties(), drop.column()));
        }
        if (edit instanceof AddColumn add) {
            // What another table calls the column in its files means nothing here.
            AddColumn plain = new AddColumn(ColumnMapping.unmapped(add.column()), add.position());
            return ColumnMapping.grown(plain.applyTo(table));
        }
        if (edit instanceof Within within) {
            return editedWithin(table, within);
        }
        TableMetadata edited = edit.applyTo(table);
        return edit instanceof WidenColumn widening ? widened(table, edited, widening) : edited;
    }

    /** The same rules for the fields of a struct; columns are mapped as a whole. */
    private static TableMetadata editedWithin(TableMetadata table, Within within) {
        SchemaEdit edit = within.edit();
        String parent = String.join(".", within.path()) + ".";
        if (edit instanceof RenameColumn rename) {
            TableMetadata renamed = within.applyTo(ColumnMapping.upgraded(table));
            return renamed.withProperties(
                    StatsColumns.renamed(renamed.properties(), parent + rename.column(), parent + rename.newName()));
        }
        if (edit instanceof DropColumn drop) {
            TableMetadata dropped = within.applyTo(ColumnMapping.upgraded(table));
            return dropped.withProperties(StatsColumns.dropped(dropped.properties(), parent + drop.column()));
        }
        if (edit instanceof AddColumn add) {
            AddColumn plain = new AddColumn(ColumnMapping.unmapped(add.column()), add.position());
            return ColumnMapping.grown(new Within(within.path(), plain).applyTo(table));
        }
        if (edit instanceof WidenColumn widening) {
            return within.applyTo(table, fields -> widened(fields, widening.applyTo(fields), widening));
        }
        return within.applyTo(table);
    }

    private static TableMetadata widened(TableMetadata table, TableMetadata edited, WidenColumn widening) {
        requireTypeWidening(table, widening);
        DataType old = table.schema().requireColumn(widening.column()).type();
        return edited.withSchema(
                edited.schema().withColumnChanged(widening.column(), column -> withTypeChange(column, old)));
    }

    private static void requireTypeWidening(TableMetadata table, WidenColumn widening) {
        if (!Boolean.parseBoolean(table.properties().get(DeltaProperties.ENABLE_TYPE_WIDENING))) {
            throw SluiceException.user("column '%s' cannot be widened to %s: set the table property %s to 'true' first"
                    .formatted(widening.column(), widening.type().text(), DeltaProperties.ENABLE_TYPE_WIDENING));
        }
    }

    private static Field withTypeChange(Field column, DataType from) {
        List<Object> changes = new ArrayList<>();
        if (column.metadata().get(TYPE_CHANGES) instanceof List<?> earlier) {
            changes.addAll(earlier);
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("fromType", from.text());
        change.put("toType", column.type().text());
        changes.add(change);
        return column.withMetadata(TYPE_CHANGES, changes);
    }
}
