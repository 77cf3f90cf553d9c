package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.scan.ScanTask;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.List;

/**
 * The deleted rows of the files that statements of a session read, as a function of the engine. A join would do the
 * same; it costs several times as much, because it hashes every row of the scan.
 */
final class DeletedRows {
    private static final String FUNCTION = "sluice_is_kept";
    private static final int ROW_BITS = 40;
    private static final long ROW_MASK = (1L << ROW_BITS) - 1;
    private static final int BLOCK_BITS = 11;

    private volatile List<Bitmap> files = List.of();

    /** No transaction is open in the session: the function stays. */
    DeletedRows(DuckDbSession session) {
        session.defineTest(FUNCTION, this::isKept);
    }

    /** Forgets all files. No view that was made before may be read any more. */
    void clear() {
        files = List.of();
    }

    /**
     * Remembers the deleted rows of files.
     *
     * @return SQL of a condition that rows of a scan over exactly these files meet if they are not deleted
     */
    String condition(List<ScanTask> tasks) {
        List<Bitmap> known = new ArrayList<>(files);
        int first = known.size();
        tasks.forEach(task -> known.add(new Bitmap(task.deletions().positions())));
        files = List.copyOf(known);
        return "%s(((file_index::BIGINT + %d) << %d) | file_row_number)".formatted(FUNCTION, first, ROW_BITS);
    }

    private boolean isKept(long place) {
        return !files.get((int) (place >>> ROW_BITS)).contains(place & ROW_MASK);
    }

    /** A bit for every row of each block of rows in which there is a deleted one. */
    private static final class Bitmap {
        private static final int WORDS = (1 << BLOCK_BITS) / Long.SIZE;

        private final List<long[]> blocks = new ArrayList<>();

        Bitmap(RowPositions positions) {
            positions.forEach(this::add);
        }

        private void add(long row) {
            int block = (int) (row >>> BLOCK_BITS);
            while (blocks.size() <= block) {
                blocks.add(null);
            }
            if (blocks.get(block) == null) {
                blocks.set(block, new long[WORDS]);
            }
            // Shifts take the low six bits of their distance.
            blocks.get(block)[(int) (row >>> 6) & (WORDS - 1)] |= 1L << row;
        }

        boolean contains(long row) {
            int block = (int) (row >>> BLOCK_BITS);
            long[] words = block < blocks.size() ? blocks.get(block) : null;
            return words != null && (words[(int) (row >>> 6) & (WORDS - 1)] >>> row & 1) != 0;
        }
    }
}
