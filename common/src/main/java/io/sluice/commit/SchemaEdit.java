package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import io.sluice.table.TypeWidening;

/** One change of a schema. */
public sealed interface SchemaEdit {
    /** The schema after the edit; a user error if the edit does not fit the schema. */
    TableSchema applyTo(TableSchema schema);

    /** Appends a column at the end. */
    record AddColumn(Field column) implements SchemaEdit {
        public AddColumn {
            requireNonNull(column, "column");
        }

        @Override
        public TableSchema applyTo(TableSchema schema) {
            if (schema.column(column.name()).isPresent()) {
                throw SluiceException.user(
                        "column '%s' is there already: choose another name".formatted(column.name()));
            }
            if (!column.nullable()) {
                throw SluiceException.user(
                        "column '%s' cannot be added as NOT NULL: the rows that are there have no value for it"
                                .formatted(column.name()));
            }
            return schema.withColumnAdded(column);
        }
    }

    /** Replaces a column's type by one that holds every value of the old one. */
    record WidenColumn(String column, DataType type) implements SchemaEdit {
        public WidenColumn {
            requireNonNull(column, "column");
            requireNonNull(type, "type");
        }

        @Override
        public TableSchema applyTo(TableSchema schema) {
            Field current = schema.requireColumn(column);
            if (!TypeWidening.isAllowed(current.type(), type)) {
                throw SluiceException.user("column '%s' cannot change from %s to %s: that could change values"
                        .formatted(column, current.type().text(), type.text()));
            }
            return schema.withColumnChanged(column, field -> field.withType(type));
        }
    }
}
