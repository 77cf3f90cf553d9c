package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.type.Type;
import java.util.List;
import java.util.Map;

/** A table that somebody wants to make, as a lake has it. */
public final class TablePlan {
    private final ConnectorTableMetadata wanted;

    public TablePlan(ConnectorTableMetadata wanted) {
        this.wanted = requireNonNull(wanted, "wanted");
    }

    /** What the lake is asked for; a user error if lakes do not have it. */
    public TableMetadata metadata(TableId id) {
        TableSchema schema = new TableSchema(wanted.getColumns().stream()
                .filter(column -> !column.isHidden())
                .map(TablePlan::field)
                .toList());
        List<String> partitionColumns = TableSettings.partitionColumns(wanted.getProperties());
        for (String name : partitionColumns) {
            if (schema.column(name).isEmpty()) {
                throw TableSettings.refused("the table cannot be partitioned by '%s': it has the columns %s"
                        .formatted(name, schema.columnNames()));
            }
        }
        if (partitionColumns.size() == schema.columns().size()) {
            throw TableSettings.refused("a table needs a column that it is not partitioned by");
        }
        Map<String, String> properties = TableSettings.stored(wanted.getProperties());
        return new TableMetadata(id, schema, partitionColumns, properties, wanted.getComment());
    }

    /** A column as a lake has it; refused if its type, its default or one of its properties is not. */
    static Field field(ColumnMetadata column) {
        DataType type = stored(column.getType());
        Field plain = new Field(column.getName(), type, column.isNullable(), Map.of());
        return plain.withComment(column.getComment())
                .withDefault(column.getDefaultValue()
                        .map(literal -> DefaultLiterals.stored(literal, column.getName(), type)));
    }

    static DataType stored(Type type) {
        return TrinoTypes.stored(type)
                .orElseThrow(() -> new TrinoException(
                        StandardErrorCode.NOT_SUPPORTED, "Unsupported type: %s".formatted(type.getDisplayName())));
    }
}
