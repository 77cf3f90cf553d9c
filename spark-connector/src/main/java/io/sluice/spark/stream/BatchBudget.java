package io.sluice.spark.stream;

import io.sluice.scan.ScanTask;
import java.util.List;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxBytes;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;

/** How much of a batch is left. Something always fits into an empty batch, as a stream would stand still otherwise. */
final class BatchBudget {
    private long files = Long.MAX_VALUE;
    private long bytes = Long.MAX_VALUE;
    private boolean untouched = true;

    /** @param limit by files, by bytes or by both; others do not bound a batch */
    BatchBudget(ReadLimit limit) {
        bound(limit);
    }

    private void bound(ReadLimit limit) {
        if (limit instanceof ReadMaxFiles most) {
            files = Math.min(files, most.maxFiles());
        } else if (limit instanceof ReadMaxBytes most) {
            bytes = Math.min(bytes, most.maxBytes());
        } else if (limit instanceof CompositeReadLimit several) {
            for (ReadLimit part : several.getReadLimits()) {
                bound(part);
            }
        }
    }

    /** Takes all of the files into the batch, or none; nothing always fits. */
    boolean take(List<ScanTask> unit) {
        if (unit.isEmpty()) {
            return true;
        }
        long size = unit.stream().mapToLong(task -> task.file().sizeBytes()).sum();
        if (!untouched && (unit.size() > files || size > bytes)) {
            return false;
        }
        untouched = false;
        files = Math.max(0, files - unit.size());
        bytes = Math.max(0, bytes - size);
        return true;
    }
}
