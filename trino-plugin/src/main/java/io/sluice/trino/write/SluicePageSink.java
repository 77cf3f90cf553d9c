package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.sluice.trino.statistics.RowSummary;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The rows of one writer; its fragments are {@link WriterFragment}s. */
final class SluicePageSink implements ConnectorPageSink {
    private final RowFiles rows;
    private final RowSummary summary;

    SluicePageSink(RowFiles rows, RowSummary summary) {
        this.rows = requireNonNull(rows, "rows");
        this.summary = requireNonNull(summary, "summary");
    }

    @Override
    public long getCompletedBytes() {
        return rows.writtenBytes();
    }

    @Override
    public long getMemoryUsage() {
        return rows.memoryBytes() + summary.memoryBytes();
    }

    @Override
    public CompletableFuture<?> appendPage(Page page) {
        rows.append(page);
        summary.add(page);
        return NOT_BLOCKED;
    }

    @Override
    public void closeIdleWriters() {
        rows.closeIdle();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish() {
        List<Slice> fragments = new ArrayList<>();
        rows.finish()
                .forEach(file ->
                        fragments.add(WriterFragment.of(WrittenFile.of(file)).slice()));
        if (summary.isPresent()) {
            fragments.add(WriterFragment.of(summary.collected()).slice());
        }
        return CompletableFuture.completedFuture(fragments);
    }

    @Override
    public void abort() {
        rows.abort();
    }
}
