package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/** The first state of a table that has columns and no files. */
public record EmptySnapshot(TableMetadata metadata, Instant committedAt) implements Snapshot {
    public EmptySnapshot {
        requireNonNull(metadata, "metadata");
        requireNonNull(committedAt, "committedAt");
    }

    @Override
    public TableVersion version() {
        return TableVersion.FIRST;
    }

    @Override
    public ScanPlan plan(Predicate predicate) {
        return new ScanPlan(version(), List.of(), 0);
    }

    @Override
    public long fileCount() {
        return 0;
    }

    @Override
    public long sizeBytes() {
        return 0;
    }
}
