package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.trino.parquet.ParquetDataSource;
import io.trino.parquet.reader.ParquetReader;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The rows of a part of a file that are not deleted. */
final class FilePageSource implements ConnectorPageSource {
    private final String location;
    private final ParquetDataSource bytes;
    private final ParquetReader reader;
    private final List<PageColumn> columns;
    private final DeletedCursor deleted;
    private final BooleanSupplier unwanted;
    private boolean finished;

    /** @param unwanted whether it has turned out that no row of the file is needed */
    FilePageSource(
            String location,
            ParquetDataSource bytes,
            ParquetReader reader,
            List<PageColumn> columns,
            DeletedCursor deleted,
            BooleanSupplier unwanted) {
        this.location = requireNonNull(location, "location");
        this.bytes = requireNonNull(bytes, "bytes");
        this.reader = requireNonNull(reader, "reader");
        this.columns = List.copyOf(columns);
        this.deleted = requireNonNull(deleted, "deleted");
        this.unwanted = requireNonNull(unwanted, "unwanted");
    }

    @Override
    public SourcePage getNextSourcePage() {
        if (finished) {
            return null;
        }
        try {
            SourcePage page = unwanted.getAsBoolean() ? null : reader.nextPage();
            if (page == null) {
                close();
                return null;
            }
            deleted.leaveOutOf(page, reader.lastBatchStartRow());
            return page.getPositionCount() == 0 ? null : new FilePage(page, columns);
        } catch (IOException | RuntimeException failed) {
            throw FileFailure.of(location, failed);
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public long getCompletedBytes() {
        return bytes.getReadBytes();
    }

    @Override
    public long getReadTimeNanos() {
        return bytes.getReadTimeNanos();
    }

    @Override
    public Metrics getMetrics() {
        return reader.getMetrics();
    }

    @Override
    public void close() {
        finished = true;
        try {
            reader.close();
        } catch (IOException failed) {
            throw FileFailure.of(location, failed);
        }
    }
}
