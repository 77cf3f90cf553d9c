package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/**
 * A state of a table with changes of its columns that a running statement commits with its rows.
 *
 * @param metadata of the table after the changes
 */
record EvolvedSnapshot(Snapshot base, TableMetadata metadata, List<TableChange> changes) implements Snapshot {
    EvolvedSnapshot {
        requireNonNull(base, "base");
        requireNonNull(metadata, "metadata");
        changes = List.copyOf(changes);
    }

    private boolean isAnew() {
        return changes.stream().anyMatch(Redefine.class::isInstance);
    }

    @Override
    public TableVersion version() {
        return base.version();
    }

    @Override
    public Instant committedAt() {
        return base.committedAt();
    }

    /** Files are left out by the columns that they were written with, of which conditions may not speak any more. */
    @Override
    public ScanPlan plan(Predicate predicate) {
        if (isAnew()) {
            return new ScanPlan(version(), List.of(), 0);
        }
        return base.plan(predicate instanceof Predicate.None ? predicate : Predicate.ALL);
    }

    @Override
    public long fileCount() {
        return isAnew() ? 0 : base.fileCount();
    }

    @Override
    public long sizeBytes() {
        return isAnew() ? 0 : base.sizeBytes();
    }
}
