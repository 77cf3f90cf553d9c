package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** The rows of one writer; each of its fragments is a {@link WrittenFile}. */
final class SluicePageSink implements ConnectorPageSink {
    private final RowFiles rows;

    SluicePageSink(RowFiles rows) {
        this.rows = requireNonNull(rows, "rows");
    }

    @Override
    public long getCompletedBytes() {
        return rows.writtenBytes();
    }

    @Override
    public long getMemoryUsage() {
        return rows.memoryBytes();
    }

    @Override
    public CompletableFuture<?> appendPage(Page page) {
        rows.append(page);
        return NOT_BLOCKED;
    }

    @Override
    public void closeIdleWriters() {
        rows.closeIdle();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish() {
        return CompletableFuture.completedFuture(rows.finish().stream()
                .map(file -> WrittenFile.of(file).fragment())
                .toList());
    }

    @Override
    public void abort() {
        rows.abort();
    }
}
