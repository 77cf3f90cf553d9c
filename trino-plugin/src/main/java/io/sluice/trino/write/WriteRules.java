package io.sluice.trino.write;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.trino.definitions.CheckConstraints;
import io.trino.spi.connector.SchemaTableName;

/** What a table asks of rows and Trino cannot give: rows are refused before any is written. */
public final class WriteRules {
    private WriteRules() {}

    /** A user error if rows may only be added. */
    public static void requireChangeable(SchemaTableName table, TableMetadata metadata) {
        if (TableProperties.of(metadata).isAppendOnly()) {
            throw SluiceException.user(
                    "table %s only takes new rows, because its property %s is true: rows in it cannot be changed or removed"
                            .formatted(table, TableProperties.APPEND_ONLY));
        }
    }

    /** A user error if the table has rules for new rows that only other engines can keep. */
    public static void requireWritable(SchemaTableName table, TableMetadata metadata) {
        CheckConstraints.others(metadata).forEach((name, condition) -> {
            throw refused(table, "has the constraint %s: CHECK (%s)".formatted(name, condition));
        });
        for (Field column : metadata.schema().columns()) {
            column.generationExpression().ifPresent(expression -> {
                throw refused(table, "generates column '%s' as %s".formatted(column.name(), expression));
            });
            column.identity().ifPresent(numbers -> {
                throw refused(table, "numbers its rows in column '%s'".formatted(column.name()));
            });
            requireNoRequiredParts(table, column.name(), column.type());
        }
    }

    private static void requireNoRequiredParts(SchemaTableName table, String path, DataType type) {
        switch (type) {
            case DataType.Primitive primitive -> {}
            case DataType.Decimal decimal -> {}
            case DataType.Struct struct ->
                struct.fields().forEach(field -> {
                    String name = path + "." + field.name();
                    if (!field.nullable()) {
                        throw refused(table, "has the field %s that is NOT NULL within a column".formatted(name));
                    }
                    requireNoRequiredParts(table, name, field.type());
                });
            case DataType.Array array -> {
                requireNullable(table, path + ".element", array.containsNull());
                requireNoRequiredParts(table, path + ".element", array.element());
            }
            case DataType.Mapping map -> {
                requireNullable(table, path + ".value", map.valueContainsNull());
                requireNoRequiredParts(table, path + ".key", map.key());
                requireNoRequiredParts(table, path + ".value", map.value());
            }
        }
    }

    private static void requireNullable(SchemaTableName table, String path, boolean nullable) {
        if (!nullable) {
            throw refused(table, "has %s that is NOT NULL within a column".formatted(path));
        }
    }

    private static SluiceException refused(SchemaTableName table, String rule) {
        return SluiceException.user(
                "rows cannot be written to table %s by Trino, because it %s: write them with Spark or the sluice command"
                        .formatted(table, rule));
    }
}
