package io.sluice.spark.read;

import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out files of a plan where the others have rows enough.
 *
 * @param rows how many rows are wanted of those that the files have, whichever these are
 */
record FileLimit(long rows) {
    /**
     * What a scan reads.
     *
     * @param considered how many files the table has
     */
    record Files(List<ScanTask> tasks, long considered) {
        Files {
            tasks = List.copyOf(tasks);
        }

        long sizeBytes() {
            return tasks.stream().mapToLong(task -> task.file().sizeBytes()).sum();
        }

        long deletedRows() {
            return tasks.stream().mapToLong(task -> task.deletions().count()).sum();
        }
    }

    Files of(ScanPlan plan) {
        List<ScanTask> enough = new ArrayList<>();
        long sum = 0;
        for (ScanTask task : plan.tasks()) {
            if (sum >= rows) {
                break;
            }
            enough.add(task);
            long count = task.file().statistics().rowCount();
            sum += count == FileStatistics.UNKNOWN_ROW_COUNT
                    ? 0
                    : count - task.deletions().count();
        }
        return new Files(enough, plan.filesConsidered());
    }
}
