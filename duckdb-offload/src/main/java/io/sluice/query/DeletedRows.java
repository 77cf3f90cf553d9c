package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import io.sluice.scan.ScanTask;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The deleted rows of the files that statements of a session read, as a function of the engine. A join would do the
 * same; it costs more, because it hashes every row of the scan.
 *
 * <p>A row's place is the number of its file above the number of the row. The bits of a place are, from the highest:
 * the file, the block of rows within the file, the row within the block. The engine hands over rows of one file in
 * pieces that seldom touch more than two blocks.
 */
final class DeletedRows {
    private static final String FUNCTION = "sluice_is_deleted";
    private static final int ROW_BITS = 40;
    private static final int BLOCK_BITS = 11;

    private volatile List<Bitmap> files = List.of();

    /** No transaction is open in the session: the function stays. */
    DeletedRows(DuckDbSession session) {
        session.defineSearch(FUNCTION, this::search);
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
        return call(tasks, "file_index::BIGINT", "file_row_number") + " IS NOT TRUE";
    }

    /**
     * Remembers the deleted rows of files.
     *
     * @return SQL of a condition that rows of these files, given by {@link PinnedTable#FILE} and
     *     {@link PinnedTable#ROW}, meet if they are deleted
     */
    String foundCondition(List<ScanTask> tasks) {
        return call(tasks, SqlText.identifier(PinnedTable.FILE), SqlText.identifier(PinnedTable.ROW)) + " IS TRUE";
    }

    private String call(List<ScanTask> tasks, String file, String row) {
        List<Bitmap> known = new ArrayList<>(files);
        int first = known.size();
        tasks.forEach(task -> known.add(new Bitmap(task.deletions().positions())));
        files = List.copyOf(known);
        return "%s(((%s + %d) << %d) | %s)".formatted(FUNCTION, file, first, ROW_BITS, row);
    }

    private void search(long[] places, IntConsumer found) {
        List<Bitmap> known = files;
        long block = -1;
        long[] words = Bitmap.EMPTY;
        for (int i = 0; i < places.length; i++) {
            long place = places[i];
            if (place >>> BLOCK_BITS != block) {
                block = place >>> BLOCK_BITS;
                words = known.get((int) (place >>> ROW_BITS)).block((int) (block & Bitmap.BLOCK_MASK));
            }
            // Shifts take the low six bits of their distance.
            if ((words[(int) (place >>> 6) & Bitmap.WORD_MASK] >>> place & 1) != 0) {
                found.accept(i);
            }
        }
    }

    /** A bit for every row of each block of rows in which there is a deleted one. */
    private static final class Bitmap {
        static final long BLOCK_MASK = (1L << (ROW_BITS - BLOCK_BITS)) - 1;
        static final int WORD_MASK = (1 << BLOCK_BITS) / Long.SIZE - 1;

        /** A block without deleted rows. */
        static final long[] EMPTY = new long[WORD_MASK + 1];

        /** By block; null for a block without deleted rows. */
        private long[][] blocks = {};

        Bitmap(RowPositions positions) {
            positions.forEach(this::add);
        }

        private void add(long row) {
            int block = (int) (row >>> BLOCK_BITS);
            if (block >= blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.max(block + 1, blocks.length * 2));
            }
            if (blocks[block] == null) {
                blocks[block] = new long[EMPTY.length];
            }
            blocks[block][(int) (row >>> 6) & WORD_MASK] |= 1L << row;
        }

        long[] block(int block) {
            long[] words = block < blocks.length ? blocks[block] : null;
            return words == null ? EMPTY : words;
        }
    }
}
