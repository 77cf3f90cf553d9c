package io.sluice.spark.read;

import io.sluice.error.SluiceException;
import io.sluice.scan.Deletions;
import io.sluice.scan.StoredDeletions;
import io.sluice.storage.LocalStorage;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * The rows of a file that are gone, on their way to an executor: a compressed bitmap in its portable form, or where a
 * large one is stored.
 */
final class DeletedRows implements Serializable {
    private static final long serialVersionUID = 1L;

    static final DeletedRows NONE = new DeletedRows(Listed.GONE, 0, new byte[0], null);

    /** A larger vector is read where it is needed, and not sent there. */
    private static final int MOST_BYTES = 1 << 16;

    /** What the bitmap has. */
    private enum Listed {
        GONE,
        LEFT
    }

    private final Listed listed;
    private final long count;
    private final byte[] bitmap;
    /** Null where the bitmap goes along. */
    private final StoredDeletions place;

    private DeletedRows(Listed listed, long count, byte[] bitmap, StoredDeletions place) {
        this.listed = listed;
        this.count = count;
        this.bitmap = bitmap;
        this.place = place;
    }

    /** May read a file, unless its content is large: then the executor does. */
    static DeletedRows of(Deletions deletions) {
        if (deletions.isEmpty()) {
            return NONE;
        }
        return deletions
                .stored()
                .filter(stored -> stored.lengthBytes() > MOST_BYTES)
                .map(stored -> new DeletedRows(Listed.GONE, deletions.count(), new byte[0], stored))
                .orElseGet(() -> listed(deletions.positions()));
    }

    /** These rows. */
    static DeletedRows listed(RowPositions positions) {
        return positions.isEmpty() ? NONE : listing(Listed.GONE, positions);
    }

    /** Every row but these. */
    static DeletedRows allBut(RowPositions positions) {
        return listing(Listed.LEFT, positions);
    }

    private static DeletedRows listing(Listed listed, RowPositions positions) {
        Roaring64NavigableMap bitmap = positions.copy();
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            bitmap.serializePortable(data);
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write a bitmap to memory", impossible);
        }
        return new DeletedRows(listed, positions.count(), bytes.toByteArray(), null);
    }

    /** Whether no row is gone. */
    boolean isEmpty() {
        return listed == Listed.GONE && count == 0;
    }

    /** For one pass over the file's rows in ascending order. */
    Cursor cursor() {
        if (isEmpty()) {
            return new Cursor(listed, new Roaring64NavigableMap().getLongIterator());
        }
        return new Cursor(listed, rows().getLongIterator());
    }

    private Roaring64NavigableMap rows() {
        if (place != null) {
            byte[] stored = new LocalStorage()
                    .read(place.location(), place.offset(), place.lengthBytes())
                    .orElseThrow(() -> SluiceException.user(
                            "file %s is not there any more: it may have been cleaned up since the statement began; run the statement again, on a newer version"
                                    .formatted(place.location())));
            return place.decoded(stored).copy();
        }
        Roaring64NavigableMap rows = new Roaring64NavigableMap();
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bitmap))) {
            rows.deserializePortable(data);
        } catch (IOException impossible) {
            throw SluiceException.bug("a bitmap was damaged on its way to the executor", impossible);
        }
        return rows;
    }

    /** Where among the deleted rows a reader is. For one thread. */
    static final class Cursor {
        private static final long END = Long.MAX_VALUE;

        private final Listed listed;
        private final LongIterator rows;
        private long next;

        private Cursor(Listed listed, LongIterator rows) {
            this.listed = listed;
            this.rows = rows;
            advance();
        }

        private void advance() {
            next = rows.hasNext() ? rows.next() : END;
        }

        /** Whether a row is deleted; rows are asked for in ascending order. */
        boolean contains(long position) {
            while (next < position) {
                advance();
            }
            return (next == position) == (listed == Listed.GONE);
        }

        /** Whether one of these rows may be deleted, or of those before them; it does not move on. */
        boolean mayTouch(long last) {
            return listed == Listed.LEFT || next <= last;
        }
    }
}
