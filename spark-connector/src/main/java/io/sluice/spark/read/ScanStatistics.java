package io.sluice.spark.read;

import io.sluice.scan.ScanTask;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.StructType;

/** How much a scan yields, for Spark's choice of joins. */
record ScanStatistics(OptionalLong numRows, OptionalLong sizeInBytes, Map<NamedReference, ColumnStatistics> columnStats)
        implements Statistics {
    /** What a row costs in memory beside its values. */
    private static final int ROW_OVERHEAD_BYTES = 8;

    /**
     * @param wanted the columns that are read
     * @param all the columns that the files have
     */
    static ScanStatistics of(List<ScanTask> tasks, StructType wanted, StructType all) {
        long rows = 0;
        long bytes = 0;
        for (ScanTask task : tasks) {
            long count = task.file().statistics().rowCount();
            bytes += task.file().sizeBytes();
            boolean known = rows >= 0 && count != FileStatistics.UNKNOWN_ROW_COUNT;
            rows = known ? rows + count - task.deletions().count() : -1;
        }
        long width = ROW_OVERHEAD_BYTES + (long) wanted.defaultSize();
        if (rows < 0) {
            double share = (double) width / Math.max(width, ROW_OVERHEAD_BYTES + all.defaultSize());
            return new ScanStatistics(OptionalLong.empty(), OptionalLong.of((long) (bytes * share)), Map.of());
        }
        return new ScanStatistics(OptionalLong.of(rows), OptionalLong.of(rows * width), Map.of());
    }

    /**
     * The same, with what is known of the columns.
     *
     * @param tasks with their statistics of the columns
     */
    ScanStatistics withColumns(List<ScanTask> tasks, List<Field> columns, TableMetadata table) {
        Map<NamedReference, ColumnStatistics> known = new LinkedHashMap<>();
        for (Field column : columns) {
            known.put(Expressions.column("`" + column.name() + "`"), ColumnEstimate.of(tasks, column, table));
        }
        return new ScanStatistics(numRows, sizeInBytes, known);
    }
}
