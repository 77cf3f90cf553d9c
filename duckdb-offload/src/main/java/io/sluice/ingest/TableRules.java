package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How the target table is treated.
 *
 * @param partitionBy partition columns of a table that is created; for one that is there they must be its own, or none
 */
public record TableRules(CreateMode createMode, SchemaMode schemaMode, List<String> partitionBy) {
    public static final TableRules DEFAULT = new TableRules(CreateMode.CREATE_IF_MISSING, SchemaMode.STRICT, List.of());

    public TableRules {
        requireNonNull(createMode, "createMode");
        requireNonNull(schemaMode, "schemaMode");
        partitionBy = List.copyOf(partitionBy);
    }
}
