package io.sluice.trino.rows;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.FileStatistics;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.types.TrinoValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** DELETEs that need no look at rows, because they take whole files. */
final class WholeFiles {
    private WholeFiles() {}

    /**
     * Whether what is scanned is whole files: constraints are about partition columns, which files have one value of.
     */
    static boolean areAllOf(SluiceTableHandle table) {
        return table.version().isEmpty()
                && table.limit().isEmpty()
                && !table.constraint().isNone()
                && table.constraint().getDomains().orElseThrow().keySet().stream()
                        .allMatch(column -> column.role() == Role.PARTITION);
    }

    static List<ScanTask> of(Snapshot snapshot, SluiceTableHandle table) {
        return snapshot.plan(Predicate.ALL).tasks().stream()
                .filter(task -> accepts(table, task))
                .toList();
    }

    private static boolean accepts(SluiceTableHandle table, ScanTask task) {
        return table.constraint().getDomains().orElseThrow().entrySet().stream()
                .allMatch(domain -> domain.getValue()
                        .includesNullableValue(TrinoValues.ofPartition(
                                domain.getKey().name(),
                                domain.getKey().type(),
                                task.file()
                                        .partitionValues()
                                        .getOrDefault(domain.getKey().name(), Optional.empty()))));
    }

    /** How many rows they have; empty if not all of them are counted. */
    static OptionalLong rowCount(List<ScanTask> files) {
        long rows = 0;
        for (ScanTask task : files) {
            long all = task.file().statistics().rowCount();
            if (all == FileStatistics.UNKNOWN_ROW_COUNT) {
                return OptionalLong.empty();
            }
            rows += all - task.deletions().count();
        }
        return OptionalLong.of(rows);
    }
}
