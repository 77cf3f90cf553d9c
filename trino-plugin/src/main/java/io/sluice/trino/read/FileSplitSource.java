package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.FileStatistics;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceSplit;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.predicate.TupleDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The files of a scan, chosen when the first of them are asked for: what a join knows of its other side by then chooses
 * with the scan's own constraint. When it knows more later, fewer of the rest are left. For one thread.
 */
final class FileSplitSource implements ConnectorSplitSource {
    private final Snapshot snapshot;
    private final SluiceTableHandle table;
    private final SplitCutter cutter;
    private final long waitMillis;
    /** Null until files are chosen. */
    private Deque<ScanTask> rest;

    private TupleDomain<SluiceColumnHandle> chosenBy = TupleDomain.all();
    private final Deque<SluiceSplit> ready = new ArrayDeque<>();
    private long rowsGiven;

    /** @param waitMillis for dynamic filters, before files are chosen */
    FileSplitSource(Snapshot snapshot, SluiceTableHandle table, SplitCutter cutter, long waitMillis) {
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.table = requireNonNull(table, "table");
        this.cutter = requireNonNull(cutter, "cutter");
        this.waitMillis = waitMillis;
    }

    @Override
    public long getRequestedDynamicFilterWaitTimeoutMillis() {
        return waitMillis;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(int most, DynamicFilterSnapshot dynamic) {
        choose(dynamic.currentPredicate().transformKeys(SluiceColumnHandle.class::cast));
        List<ConnectorSplit> batch = new ArrayList<>();
        while (batch.size() < most && !isFinished()) {
            if (ready.isEmpty()) {
                open(rest.removeFirst());
            }
            batch.add(ready.removeFirst());
        }
        return CompletableFuture.completedFuture(batch);
    }

    private void open(ScanTask task) {
        ready.addAll(cutter.cut(task));
        long rows = task.file().statistics().rowCount();
        if (rows != FileStatistics.UNKNOWN_ROW_COUNT) {
            rowsGiven += rows - task.deletions().count();
        }
        if (table.limit().isPresent() && rowsGiven >= table.limit().getAsLong()) {
            rest.clear();
        }
    }

    private void choose(TupleDomain<SluiceColumnHandle> dynamic) {
        if (rest == null) {
            rest = new ArrayDeque<>(files(dynamic));
        } else if (!dynamic.equals(chosenBy) && !rest.isEmpty()) {
            Set<String> still =
                    files(dynamic).stream().map(task -> task.file().path()).collect(Collectors.toSet());
            rest.removeIf(task -> !still.contains(task.file().path()));
        }
        chosenBy = dynamic;
    }

    private List<ScanTask> files(TupleDomain<SluiceColumnHandle> dynamic) {
        TupleDomain<SluiceColumnHandle> constraint = table.constraint().intersect(dynamic);
        if (constraint.isNone()) {
            return List.of();
        }
        PartitionFilter partitions = new PartitionFilter(constraint);
        Predicate predicate = new Predicates(snapshot.metadata().schema()).of(constraint);
        return snapshot.plan(predicate).tasks().stream()
                .filter(task -> partitions.accepts(task))
                .toList();
    }

    @Override
    public boolean isFinished() {
        return rest != null && rest.isEmpty() && ready.isEmpty();
    }

    @Override
    public void close() {
        // Nothing is held. A batch that is being made meanwhile is of no use to anybody, and of no harm.
    }
}
