package io.sluice.spark.read;

import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.types.StructType;

/** How much a scan yields, for Spark's choice of joins. */
record ScanStatistics(OptionalLong numRows, OptionalLong sizeInBytes) implements Statistics {
    /** What a row costs in memory beside its values. */
    private static final int ROW_OVERHEAD_BYTES = 8;

    static ScanStatistics of(List<ScanTask> tasks, StructType wanted) {
        long rows = 0;
        long bytes = 0;
        for (ScanTask task : tasks) {
            long count = task.file().statistics().rowCount();
            bytes += task.file().sizeBytes();
            boolean known = rows >= 0 && count != FileStatistics.UNKNOWN_ROW_COUNT;
            rows = known ? rows + count - task.deletions().count() : -1;
        }
        if (rows < 0) {
            return new ScanStatistics(OptionalLong.empty(), OptionalLong.of(bytes));
        }
        long memory = rows * (ROW_OVERHEAD_BYTES + wanted.defaultSize());
        return new ScanStatistics(OptionalLong.of(rows), OptionalLong.of(memory));
    }
}
