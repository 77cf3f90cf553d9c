package io.sluice.table;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table looks like in one of its states, apart from its rows.
 *
 * @param partitionColumns names of columns of the schema, spelt as there, in order
 * @param properties the table's properties, format-specific ones included, in stable order
 */
public record TableMetadata(
        TableId id,
        TableSchema schema,
        List<String> partitionColumns,
        Map<String, String> properties,
        Optional<String> comment) {
    public TableMetadata {
        requireNonNull(id, "id");
        requireNonNull(comment, "comment");
        TableSchema known = schema;
        partitionColumns = partitionColumns.stream()
                .map(name -> known.requireColumn(name).name())
                .toList();
        if (partitionColumns.stream().distinct().count() < partitionColumns.size()) {
            throw SluiceException.user("a partition column is named twice: " + String.join(", ", partitionColumns));
        }
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public TableMetadata withSchema(TableSchema newSchema) {
        return new TableMetadata(id, newSchema, partitionColumns, properties, comment);
    }

    public TableMetadata withProperties(Map<String, String> newProperties) {
        return new TableMetadata(id, schema, partitionColumns, newProperties, comment);
    }

    public TableMetadata withComment(Optional<String> newComment) {
        return new TableMetadata(id, schema, partitionColumns, properties, newComment);
    }

    /** The table with another name for a column, which may be one that it is partitioned by. */
    public TableMetadata withColumnRenamed(String name, String newName) {
        Field column = schema.requireColumn(name);
        return new TableMetadata(
                id,
                schema.withColumnChanged(name, field -> field.withName(newName)),
                partitionColumns.stream()
                        .map(partition -> partition.equals(column.name()) ? newName : partition)
                        .toList(),
                properties,
                comment);
    }
}
