package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.ScanTask;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether rows that a query has found are deleted, as a function of the engine. {@link DeletedRows} is asked for each
 * row of a scan; this one only for what a query over a view that shows deleted rows has found.
 */
final class FoundRows {
    private static final String FUNCTION = "sluice_is_deleted";
    private static final int ROW_BITS = 40;
    private static final long ROW_MASK = (1L << ROW_BITS) - 1;

    private volatile List<RowPositions> files = List.of();

    /** No transaction is open in the session: the function stays. */
    FoundRows(DuckDbSession session) {
        session.defineTest(FUNCTION, this::isDeleted);
    }

    /** Forgets all files. No condition that was made before may be used any more. */
    void clear() {
        files = List.of();
    }

    /**
     * Remembers files.
     *
     * @return SQL of a condition that rows of these files, given by {@link PinnedTable#FILE} and
     *     {@link PinnedTable#ROW}, meet if they are deleted
     */
    String condition(List<ScanTask> tasks) {
        List<RowPositions> known = new ArrayList<>(files);
        int first = known.size();
        tasks.forEach(task -> known.add(task.deletions().positions()));
        files = List.copyOf(known);
        return "%s(((%s + %d) << %d) | %s)"
                .formatted(
                        FUNCTION,
                        SqlText.identifier(PinnedTable.FILE),
                        first,
                        ROW_BITS,
                        SqlText.identifier(PinnedTable.ROW));
    }

    private boolean isDeleted(long place) {
        return files.get((int) (place >>> ROW_BITS)).contains(place & ROW_MASK);
    }
}
