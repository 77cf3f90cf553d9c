package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import io.sluice.table.TypeWidening;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One change of a schema. */
public sealed interface SchemaEdit {
    /** The table after the edit; a user error if the edit does not fit it. */
    TableMetadata applyTo(TableMetadata table);

    /** Whether the edit promises something of every row, which its writer has seen in the version that it read. */
    default boolean vouchesForRows() {
        return false;
    }

    /** Whether the values of a column are under another name afterwards, or gone. */
    default boolean movesNames() {
        return false;
    }

    /** Where a column goes. */
    sealed interface Position {
        /** After all others. */
        record Last() implements Position {}

        /** Before all others. */
        record First() implements Position {}

        /** After a column that is there. */
        record After(String column) implements Position {
            public After {
                requireNonNull(column, "column");
            }
        }

        Position LAST = new Last();
        Position FIRST = new First();
    }

    /** Adds a column, whose value is null in the rows that are there. */
    record AddColumn(Field column, Position position) implements SchemaEdit {
        public AddColumn {
            requireNonNull(column, "column");
            requireNonNull(position, "position");
        }

        /** Adds the column after all others. */
        public AddColumn(Field column) {
            this(column, Position.LAST);
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            requireFree(table.schema(), column.name());
            if (!column.nullable()) {
                throw SluiceException.user(
                        "column '%s' cannot be added as NOT NULL: the rows that are there have no value for it"
                                .formatted(column.name()));
            }
            requirePlain();
            return table.withSchema(table.schema().withColumnAdded(index(position, table.schema()), column));
        }

        /** The rows that are there would need a value other than null, and files do not have it. */
        private void requirePlain() {
            if (column.defaultExpression().isPresent()) {
                throw SluiceException.user(
                        "column '%s' cannot be added with a DEFAULT, as the rows that are there would not have it: add it without one, then set DEFAULT %s for new rows by ALTER COLUMN"
                                .formatted(
                                        column.name(),
                                        column.defaultExpression().get()));
            }
            if (column.isMade()) {
                throw SluiceException.user(
                        "column '%s' cannot be added as GENERATED, as the rows that are there would not have its values: make a new table with it"
                                .formatted(column.name()));
            }
        }
    }

    /** Replaces a column's type by one that holds every value of the old one. */
    record WidenColumn(String column, DataType type) implements SchemaEdit {
        public WidenColumn {
            requireNonNull(column, "column");
            requireNonNull(type, "type");
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            Field current = table.schema().requireColumn(column);
            if (!TypeWidening.isAllowed(current.type(), type)) {
                throw SluiceException.user("column '%s' cannot change from %s to %s: that could change values"
                        .formatted(column, current.type().text(), type.text()));
            }
            requireNoGeneration(table, current.name(), "widened");
            return table.withSchema(table.schema().withColumnChanged(column, field -> field.withType(type)));
        }
    }

    /** Gives a column another name; its values stay. */
    record RenameColumn(String column, String newName) implements SchemaEdit {
        public RenameColumn {
            requireNonNull(column, "column");
            requireNonNull(newName, "newName");
        }

        @Override
        public boolean movesNames() {
            return true;
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            Field current = table.schema().requireColumn(column);
            if (!current.name().equalsIgnoreCase(newName)) {
                requireFree(table.schema(), newName);
            }
            requireNoConstraint(table, current.name(), "renamed");
            return table.withColumnRenamed(current.name(), newName);
        }
    }

    /** Takes a column away, with its values. */
    record DropColumn(String column) implements SchemaEdit {
        public DropColumn {
            requireNonNull(column, "column");
        }

        @Override
        public boolean movesNames() {
            return true;
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            Field current = table.schema().requireColumn(column);
            if (table.partitionColumns().contains(current.name())) {
                throw SluiceException.user(
                        "column '%s' cannot be dropped: the table is partitioned by it".formatted(current.name()));
            }
            if (table.schema().columns().size() == table.partitionColumns().size() + 1) {
                throw SluiceException.user(
                        "column '%s' cannot be dropped: it is the last one that the table is not partitioned by"
                                .formatted(current.name()));
            }
            requireNoConstraint(table, current.name(), "dropped");
            return table.withSchema(table.schema().withColumnDropped(current.name()));
        }
    }

    /** Puts a column in another place among the others. */
    record MoveColumn(String column, Position position) implements SchemaEdit {
        public MoveColumn {
            requireNonNull(column, "column");
            requireNonNull(position, "position");
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            Field moved = table.schema().requireColumn(column);
            if (position instanceof Position.After after && after.column().equalsIgnoreCase(column)) {
                throw SluiceException.user("column '%s' cannot be put after itself".formatted(column));
            }
            TableSchema others = table.schema().withColumnDropped(column);
            return table.withSchema(others.withColumnAdded(index(position, others), moved));
        }
    }

    /**
     * Edits the fields of a struct within a column as if they were columns.
     *
     * @param path from a column to the struct: names of fields, {@code element} for what an array holds, {@code key}
     *     and {@code value} for what a map does
     */
    record Within(List<String> path, SchemaEdit edit) implements SchemaEdit {
        /** What an array holds, in a path. */
        public static final String ELEMENT = "element";
        /** What a map holds, in a path. */
        public static final String KEY = "key";
        /** What a map holds, in a path. */
        public static final String VALUE = "value";

        public Within {
            path = List.copyOf(path);
            requireNonNull(edit, "edit");
            if (path.isEmpty()) {
                throw new IllegalArgumentException("an edit of a column is within none");
            }
        }

        @Override
        public boolean movesNames() {
            return edit.movesNames();
        }

        @Override
        public boolean vouchesForRows() {
            return edit.vouchesForRows();
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            return applyTo(table, edit::applyTo);
        }

        /**
         * The table with its struct changed as the change does it to a table that has the fields of the struct for
         * columns, and the properties of the whole.
         */
        public TableMetadata applyTo(TableMetadata table, UnaryOperator<TableMetadata> change) {
            TableSchema schema = table.schema()
                    .withColumnChanged(
                            path.get(0), column -> column.withType(changed(table, column.type(), 1, change)));
            return table.withSchema(schema);
        }

        private DataType changed(TableMetadata table, DataType type, int depth, UnaryOperator<TableMetadata> change) {
            if (depth == path.size()) {
                return changed(table, type, change);
            }
            String step = path.get(depth);
            if (type instanceof Array array && step.equalsIgnoreCase(ELEMENT)) {
                return new Array(changed(table, array.element(), depth + 1, change), array.containsNull());
            }
            if (type instanceof Mapping map && step.equalsIgnoreCase(KEY)) {
                return new Mapping(changed(table, map.key(), depth + 1, change), map.value(), map.valueContainsNull());
            }
            if (type instanceof Mapping map && step.equalsIgnoreCase(VALUE)) {
                return new Mapping(map.key(), changed(table, map.value(), depth + 1, change), map.valueContainsNull());
            }
            if (type instanceof Struct struct) {
                TableSchema fields = new TableSchema(struct.fields());
                return new Struct(fields.withColumnChanged(
                                step, field -> field.withType(changed(table, field.type(), depth + 1, change)))
                        .columns());
            }
            throw noStruct();
        }

        private DataType changed(TableMetadata table, DataType type, UnaryOperator<TableMetadata> change) {
            if (!(type instanceof Struct struct)) {
                throw noStruct();
            }
            TableMetadata fields = new TableMetadata(
                    table.id(), new TableSchema(struct.fields()), List.of(), table.properties(), table.comment());
            return new Struct(change.apply(fields).schema().columns());
        }

        private SluiceException noStruct() {
            return SluiceException.user(
                    "'%s' is not a struct: it has no fields that could be changed".formatted(String.join(".", path)));
        }
    }

    /** Sets the comment of a column; empty removes it. */
    record CommentColumn(String column, Optional<String> comment) implements SchemaEdit {
        public CommentColumn {
            requireNonNull(column, "column");
            requireNonNull(comment, "comment");
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            return table.withSchema(table.schema().withColumnChanged(column, field -> field.withComment(comment)));
        }
    }

    /**
     * Sets the value that new rows have where their writer says none; empty removes it.
     *
     * @param expression as {@link Field#defaultExpression} has it
     */
    record SetDefault(String column, Optional<String> expression) implements SchemaEdit {
        public SetDefault {
            requireNonNull(column, "column");
            requireNonNull(expression, "expression");
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            if (expression.isPresent() && table.schema().requireColumn(column).isMade()) {
                throw SluiceException.user(
                        "column '%s' cannot have a DEFAULT: its values are generated".formatted(column));
            }
            return table.withSchema(table.schema().withColumnChanged(column, field -> field.withDefault(expression)));
        }
    }

    /** Says that a column is never null. Whoever commits it has seen that no row of the version that was read is. */
    record RequireColumn(String column) implements SchemaEdit {
        public RequireColumn {
            requireNonNull(column, "column");
        }

        @Override
        public boolean vouchesForRows() {
            return true;
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            return table.withSchema(table.schema().withColumnChanged(column, Field::required));
        }
    }

    /** Lets a column be null. */
    record RelaxColumn(String column) implements SchemaEdit {
        public RelaxColumn {
            requireNonNull(column, "column");
        }

        @Override
        public TableMetadata applyTo(TableMetadata table) {
            return table.withSchema(table.schema().withColumnChanged(column, Field::relaxed));
        }
    }

    /** How many columns stand before that place; a user error if there is no such place. */
    private static int index(Position position, TableSchema schema) {
        if (position instanceof Position.After after) {
            return schema.columns().indexOf(schema.requireColumn(after.column())) + 1;
        }
        return position instanceof Position.First ? 0 : schema.columns().size();
    }

    private static void requireFree(TableSchema schema, String name) {
        if (schema.column(name).isPresent()) {
            throw SluiceException.user("column '%s' is there already: choose another name".formatted(name));
        }
    }

    private static void requireNoConstraint(TableMetadata table, String column, String verb) {
        TableProperties.of(table).constraintsThatMayName(column).stream()
                .findFirst()
                .ifPresent(constraint -> {
                    throw SluiceException.user(
                            "column '%s' cannot be %s: the constraint '%s' names it; drop the constraint first"
                                    .formatted(column, verb, constraint));
                });
        requireNoGeneration(table, column, verb);
    }

    private static void requireNoGeneration(TableMetadata table, String column, String verb) {
        for (Field field : table.schema().columns()) {
            if (field.mayBeGeneratedFrom(column)) {
                throw SluiceException.user("column '%s' cannot be %s: the generated column '%s' is made of it (%s)"
                        .formatted(
                                column,
                                verb,
                                field.name(),
                                field.generationExpression().get()));
            }
        }
    }
}
