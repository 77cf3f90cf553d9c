package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.UUID;

/** Names a transaction of the coordinator; workers know nothing about it. */
public record SluiceTransactionHandle(UUID id) implements ConnectorTransactionHandle {
    public SluiceTransactionHandle {
        requireNonNull(id, "id");
    }
}
