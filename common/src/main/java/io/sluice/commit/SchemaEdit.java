package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import io.sluice.table.TypeWidening;
import java.util.Optional;

/** One change of a schema. */
public sealed interface SchemaEdit {
    /** The table after the edit; a user error if the edit does not fit it. */
    TableMetadata applyTo(TableMetadata table);

    /** Where a new column goes. */
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
            return table.withSchema(table.schema().withColumnAdded(index(table.schema()), column));
        }

        private int index(TableSchema schema) {
            if (position instanceof Position.After after) {
                return schema.columns().indexOf(schema.requireColumn(after.column())) + 1;
            }
            return position instanceof Position.First ? 0 : schema.columns().size();
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

    /** Says that a column is never null. Whoever commits it has seen that no row of the version that was read is. */
    record RequireColumn(String column) implements SchemaEdit {
        public RequireColumn {
            requireNonNull(column, "column");
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
    }
}
