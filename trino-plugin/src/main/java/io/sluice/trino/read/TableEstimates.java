package io.sluice.trino.read;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.FileStatistics;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How much scans yield, for the optimizer, from what the log says of files. Remembered for as long as a state of a
 * table is: one statement asks many times. Safe for use by several threads.
 */
public final class TableEstimates {
    /** Of more files only rows are counted: reading their statistics would take longer than it saves. */
    private static final int MOST_FILES = 20_000;

    private static final int MOST_CONSTRAINTS = 50;

    private final Cache<Snapshot, Map<TupleDomain<SluiceColumnHandle>, TableStatistics>> known =
            CacheBuilder.newBuilder().weakKeys().maximumSize(200).build();

    /** @param columns of the table, hidden ones too */
    TableStatistics of(Snapshot snapshot, SluiceTableHandle table, Collection<ColumnHandle> columns) {
        if (table.answer().isPresent()) {
            return TableStatistics.builder()
                    .setRowCount(Estimate.of((double) table.answer().get().rows()))
                    .build();
        }
        if (table.changes().isPresent()) {
            return TableStatistics.empty();
        }
        Map<TupleDomain<SluiceColumnHandle>, TableStatistics> ofState =
                known.asMap().computeIfAbsent(snapshot, any -> new ConcurrentHashMap<>());
        TableStatistics found = ofState.get(table.constraint());
        if (found == null) {
            found = made(snapshot, table.constraint(), columns);
            if (ofState.size() < MOST_CONSTRAINTS) {
                ofState.put(table.constraint(), found);
            }
        }
        return found;
    }

    private static TableStatistics made(
            Snapshot snapshot, TupleDomain<SluiceColumnHandle> constraint, Collection<ColumnHandle> columns) {
        if (constraint.isNone()) {
            return TableStatistics.builder().setRowCount(Estimate.of(0)).build();
        }
        Map<SluiceColumnHandle, ColumnEstimate> estimates = new LinkedHashMap<>();
        columns.stream()
                .map(SluiceColumnHandle.class::cast)
                .filter(SluiceColumnHandle::isWholeColumn)
                .forEach(column -> estimates.put(column, new ColumnEstimate(column, snapshot.metadata())));
        List<ScanTask> tasks = tasks(snapshot, constraint, estimates.keySet());
        if (tasks.size() > MOST_FILES) {
            estimates.keySet().removeIf(column -> column.role() != Role.PARTITION);
        }
        long rows = 0;
        for (ScanTask task : tasks) {
            long count = task.file().statistics().rowCount();
            if (count == FileStatistics.UNKNOWN_ROW_COUNT) {
                return TableStatistics.empty();
            }
            rows += count - task.deletions().count();
            estimates.values().forEach(estimate -> estimate.add(task));
        }
        TableStatistics.Builder made = TableStatistics.builder().setRowCount(Estimate.of((double) rows));
        estimates.forEach((column, estimate) -> made.setColumnStatistics(column, estimate.estimate()));
        return made.build();
    }

    private static List<ScanTask> tasks(
            Snapshot snapshot, TupleDomain<SluiceColumnHandle> constraint, Set<SluiceColumnHandle> columns) {
        Predicate predicate = new Predicates(snapshot.metadata().schema()).of(constraint);
        PartitionFilter filter = new PartitionFilter(constraint);
        List<ScanTask> plain = snapshot.plan(predicate).tasks();
        List<ScanTask> tasks = plain.size() > MOST_FILES
                ? plain
                : snapshot.planWithStatistics(
                                predicate,
                                columns.stream().map(SluiceColumnHandle::name).collect(Collectors.toSet()))
                        .tasks();
        return tasks.stream().filter(filter::accepts).toList();
    }
}
