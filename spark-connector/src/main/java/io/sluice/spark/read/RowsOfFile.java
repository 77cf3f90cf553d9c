package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.util.Optional;

/**
 * Rows of one file that are there.
 *
 * @param rows empty for all that are there
 */
public record RowsOfFile(ScanTask task, Optional<RowPositions> rows) {
    public RowsOfFile {
        requireNonNull(task, "task");
        requireNonNull(rows, "rows");
    }

    /** All rows of a file that are there. */
    public static RowsOfFile allOf(ScanTask task) {
        return new RowsOfFile(task, Optional.empty());
    }

    /** These rows, which the file's deletions do not have. */
    public static RowsOfFile of(ScanTask task, RowPositions rows) {
        return new RowsOfFile(task, Optional.of(rows));
    }

    /** Whether these are all rows of the file that are there, as far as anybody has counted them. */
    public boolean isAll() {
        long stored = task.file().statistics().rowCount();
        return rows.map(some -> stored != FileStatistics.UNKNOWN_ROW_COUNT
                        && some.count() == stored - task.deletions().count())
                .orElse(true);
    }

    /** These rows and others of the same file. */
    public RowsOfFile and(RowsOfFile others) {
        return rows.isEmpty() || others.rows.isEmpty()
                ? allOf(task)
                : of(task, rows.get().union(others.rows.get()));
    }

    /** How many; 0 if nobody has counted them. */
    public long count() {
        long stored = task.file().statistics().rowCount();
        return rows.map(RowPositions::count)
                .orElse(
                        stored == FileStatistics.UNKNOWN_ROW_COUNT
                                ? 0
                                : stored - task.deletions().count());
    }
}
