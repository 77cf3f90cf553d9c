package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.format.delta.Action.Txn;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.scan.WriterProgress;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** One state of a Delta table. */
final class DeltaSnapshot implements Snapshot, WriterProgress {
    private final TableState state;
    private final Instant committedAt;
    private final TableMetadata metadata;
    private final FilePlanner planner;

    DeltaSnapshot(TableState state, Instant committedAt, TableMetadata metadata, FilePlanner planner) {
        this.state = requireNonNull(state, "state");
        this.committedAt = requireNonNull(committedAt, "committedAt");
        this.metadata = requireNonNull(metadata, "metadata");
        this.planner = requireNonNull(planner, "planner");
    }

    /** The state with all that a commit or a checkpoint needs to know. */
    TableState state() {
        return state;
    }

    /** One of the files, by its row of the state. */
    ScanTask task(int row) {
        return planner.task(row);
    }

    @Override
    public TableVersion version() {
        return state.version();
    }

    @Override
    public Instant committedAt() {
        return committedAt;
    }

    @Override
    public TableMetadata metadata() {
        return metadata;
    }

    @Override
    public ScanPlan plan(Predicate predicate) {
        return new ScanPlan(version(), planner.plan(predicate), fileCount());
    }

    @Override
    public ScanPlan planWithStatistics(Predicate predicate, Set<String> columns) {
        return columns.isEmpty()
                ? plan(predicate)
                : new ScanPlan(version(), planner.planWithStatistics(predicate, columns), fileCount());
    }

    @Override
    public OptionalLong lastCommitted(String applicationId) {
        Txn last = state.txns().get(applicationId);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.version());
    }

    @Override
    public long fileCount() {
        return state.files().count();
    }

    @Override
    public long sizeBytes() {
        return state.files().sizeBytes();
    }
}
