package io.sluice.trino.read;

import io.sluice.table.RowPositions;
import io.trino.spi.connector.SourcePage;
import java.util.Arrays;
import org.roaringbitmap.longlong.LongIterator;

/** Where among the deleted rows of a file a reader is, which reads it in ascending order. For one thread. */
final class DeletedCursor {
    private static final long END = Long.MAX_VALUE;

    private final LongIterator deleted;
    private long next;

    DeletedCursor(RowPositions positions) {
        deleted = positions.copy().getLongIterator();
        advance();
    }

    private void advance() {
        next = deleted.hasNext() ? deleted.next() : END;
    }

    /** Leaves deleted rows out of a page whose rows follow each other in the file. */
    void leaveOutOf(SourcePage page, long firstPosition) {
        int count = page.getPositionCount();
        while (next < firstPosition) {
            advance();
        }
        if (next >= firstPosition + count) {
            return;
        }
        int[] left = new int[count];
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (firstPosition + row == next) {
                advance();
            } else {
                left[kept] = row;
                kept++;
            }
        }
        page.selectPositions(Arrays.copyOf(left, kept), 0, kept);
    }
}
