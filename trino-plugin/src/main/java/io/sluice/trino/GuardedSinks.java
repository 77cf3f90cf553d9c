package io.sluice.trino;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.rows.MergeSinks;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.Optional;

/** Writers that are guarded, whoever asks for them. */
record GuardedSinks(ConnectorPageSinkProvider sinks, MergeSinks merges) implements ConnectorPageSinkProvider {
    GuardedSinks {
        requireNonNull(sinks, "sinks");
        requireNonNull(merges, "merges");
    }

    @Override
    public ConnectorMergeSink createMergeSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorMergeTableHandle merge,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return Guard.of(ConnectorMergeSink.class, merges.sink(merge));
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return guarded(sinks.createPageSink(transaction, session, table, credentials, id));
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return guarded(sinks.createPageSink(transaction, session, table, credentials, id));
    }

    private static ConnectorPageSink guarded(ConnectorPageSink sink) {
        return Guard.of(ConnectorPageSink.class, sink);
    }
}
