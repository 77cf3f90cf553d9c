package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import io.trino.spi.PageIndexerFactory;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;

/** Makes the writers of a worker that change rows. */
public final class MergeSinks {
    private final PageIndexerFactory indexers;

    public MergeSinks(PageIndexerFactory indexers) {
        this.indexers = requireNonNull(indexers, "indexers");
    }

    public ConnectorMergeSink sink(ConnectorMergeTableHandle handle) {
        return new MergeSink((MergeHandle) handle, indexers);
    }
}
