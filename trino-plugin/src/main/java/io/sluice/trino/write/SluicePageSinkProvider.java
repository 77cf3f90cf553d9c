package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.statistics.RowSummary;
import io.trino.spi.PageIndexerFactory;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.type.TypeOperators;
import java.util.Optional;

/** Makes the writers of a worker. */
public final class SluicePageSinkProvider implements ConnectorPageSinkProvider {
    private final PageIndexerFactory indexers;
    private final TypeOperators operators;

    public SluicePageSinkProvider(PageIndexerFactory indexers, TypeOperators operators) {
        this.indexers = requireNonNull(indexers, "indexers");
        this.operators = requireNonNull(operators, "operators");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return sink((WriteHandle) table);
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle table,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId id) {
        return sink((WriteHandle) table);
    }

    private ConnectorPageSink sink(WriteHandle write) {
        NewFiles files = write.files();
        return new SluicePageSink(
                new RowFiles(files, indexers), new RowSummary(files.columns(), write.summedUp(), operators));
    }
}
