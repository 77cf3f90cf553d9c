package io.sluice.write;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;

/** How many rows files have. */
final class RowCounts {
    private RowCounts() {}

    /** The rows of a file that are not deleted; the file is only opened if its statistics do not tell. */
    static long of(DuckDbSession session, ScanTask task) {
        long known = task.file().statistics().rowCount();
        long all = known != FileStatistics.UNKNOWN_ROW_COUNT
                ? known
                : session.query(
                                "SELECT num_rows FROM parquet_file_metadata(%s)"
                                        .formatted(
                                                SqlText.literal(task.location().replaceAll("[\\[*?]", "[$0]"))),
                                row -> row.number(1))
                        .get(0);
        return all - task.deletions().count();
    }
}
