package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;

/** A statement that adds rows, on its way to the workers. */
public record WriteHandle(SchemaTableName table, NewFiles files, RetryMode retries)
        implements ConnectorInsertTableHandle, ConnectorOutputTableHandle {
    public WriteHandle {
        requireNonNull(table, "table");
        requireNonNull(files, "files");
        requireNonNull(retries, "retries");
    }
}
