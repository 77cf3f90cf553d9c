package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.handle.VersionRange;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;

/** The changes of a table that a query asks for, until they become a scan. */
public record ChangesHandle(SchemaTableName name, VersionRange versions) implements ConnectorTableFunctionHandle {
    public ChangesHandle {
        requireNonNull(name, "name");
        requireNonNull(versions, "versions");
    }
}
