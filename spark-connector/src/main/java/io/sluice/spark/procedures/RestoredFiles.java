package io.sluice.spark.procedures;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What putting an earlier state in the place of the last one does to files.
 *
 * @param after of the table, when it is done
 * @param removed those that go
 * @param restored those that come back
 */
record RestoredFiles(Count after, Count removed, Count restored) {
    /** How many files, and how large they are together. */
    record Count(long files, long bytes) {
        Count and(ScanTask task) {
            return new Count(files + 1, bytes + task.file().sizeBytes());
        }
    }

    static RestoredFiles of(Snapshot last, Snapshot earlier) {
        Set<String> before = paths(last);
        Set<String> kept = paths(earlier);
        Count after = new Count(0, 0);
        Count restored = after;
        for (ScanTask task : earlier.plan(Predicate.ALL).tasks()) {
            after = after.and(task);
            restored = before.contains(task.file().path()) ? restored : restored.and(task);
        }
        Count removed = new Count(0, 0);
        for (ScanTask task : last.plan(Predicate.ALL).tasks()) {
            removed = kept.contains(task.file().path()) ? removed : removed.and(task);
        }
        return new RestoredFiles(after, removed, restored);
    }

    private static Set<String> paths(Snapshot snapshot) {
        Set<String> paths = new LinkedHashSet<>();
        snapshot.plan(Predicate.ALL)
                .tasks()
                .forEach(task -> paths.add(task.file().path()));
        return paths;
    }

    /** The values of the columns of the result, in their order. */
    Object[] row() {
        return new Object[] {
            after.bytes(), after.files(), removed.files(), restored.files(), removed.bytes(), restored.bytes()
        };
    }

    /** As delta-spark names them. */
    Map<String, String> operationMetrics() {
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("tableSizeAfterRestore", Long.toString(after.bytes()));
        metrics.put("numOfFilesAfterRestore", Long.toString(after.files()));
        metrics.put("numRemovedFiles", Long.toString(removed.files()));
        metrics.put("numRestoredFiles", Long.toString(restored.files()));
        metrics.put("removedFilesSize", Long.toString(removed.bytes()));
        metrics.put("restoredFilesSize", Long.toString(restored.bytes()));
        return metrics;
    }
}
