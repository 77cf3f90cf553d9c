package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Deletions;

/**
 * The rows of a file that are gone, on their way to a worker.
 *
 * @param count how many they are
 * @param kind what the bytes are
 */
@SuppressWarnings("ArrayRecordComponent") // It travels; nobody compares it.
public record DeletedRows(long count, Kind kind, byte[] bytes) {
    /** No row is gone. */
    public static final DeletedRows NONE = new DeletedRows(0, Kind.BITMAP, new byte[0]);

    /** Forms that deleted rows travel in. */
    public enum Kind {
        /** A 64-bit Roaring bitmap in its portable form. */
        BITMAP,
        /** The place of a large one, which is read where it is needed. */
        PLACE
    }

    public DeletedRows {
        requireNonNull(kind, "kind");
        requireNonNull(bytes, "bytes");
    }

    /** May read a file. */
    public static DeletedRows of(Deletions deletions) {
        if (deletions.isEmpty()) {
            return NONE;
        }
        throw new UnsupportedOperationException("deleted rows are not read yet");
    }
}
