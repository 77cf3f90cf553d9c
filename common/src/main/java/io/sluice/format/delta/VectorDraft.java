package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.table.RowPositions;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The deletion vectors of a commit in the making. A short one stands in the commit itself: it is not longer than what
 * the commit says of the file anyway, and saves every later reader a file to open. The others are put into one file
 * together. Does no I/O.
 */
final class VectorDraft {
    /** An {@code add} with statistics of a few columns has about as many bytes. */
    static final int INLINE_BYTES = 256;

    private final AttemptId attempt;
    private final VectorBytes.File file = new VectorBytes.File();
    private int filed;

    /** @param attempt names the file, so that no other commit has a file of that name */
    VectorDraft(AttemptId attempt) {
        this.attempt = requireNonNull(attempt, "attempt");
    }

    /** What the commit says of a vector. */
    DeletionVector add(RowPositions rows) {
        byte[] bytes = VectorBytes.encode(rows);
        if (bytes.length <= INLINE_BYTES) {
            return new DeletionVector(
                    DeletionVectors.INLINE, Base85.encode(bytes), OptionalLong.empty(), bytes.length, rows.count());
        }
        filed++;
        return new DeletionVector(
                DeletionVectors.RELATIVE,
                DeletionVectors.encoded(attempt.value()),
                OptionalLong.of(file.add(bytes)),
                bytes.length,
                rows.count());
    }

    /** The content of the file; empty if no vector needs one. */
    Optional<byte[]> content() {
        return filed == 0 ? Optional.empty() : Optional.of(file.content());
    }
}
