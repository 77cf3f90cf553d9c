package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.trino.spi.PageIndexerFactory;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.Optional;

/** Makes the writers of a worker. */
public final class SluicePageSinkProvider implements ConnectorPageSinkProvider {
    private final PageIndexerFactory indexers;

    public SluicePageSinkProvider(PageIndexerFactory indexers) {
        this.indexers = requireNonNull(indexers, "indexers");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return sink(((WriteHandle) table).files());
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return sink(((WriteHandle) table).files());
    }

    private ConnectorPageSink sink(NewFiles files) {
        return new SluicePageSink(new RowFiles(files, indexers));
    }
}
