package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.scan.StoredDeletions;
import io.sluice.table.RowPositions;
import java.io.IOException;

/**
 * The place of a deletion vector in a file. Source: Delta protocol, "Deletion Vector File Storage Format".
 *
 * @param offset of its length, which stands before it
 * @param sizeBytes without length and checksum
 * @param cardinality what the log says
 */
record StoredVector(String location, long offset, long sizeBytes, long cardinality) implements StoredDeletions {
    private static final long serialVersionUID = 1L;
    /** Its length and its checksum. */
    private static final int FRAME_BYTES = 8;

    StoredVector {
        requireNonNull(location, "location");
    }

    @Override
    public int lengthBytes() {
        return Math.toIntExact(sizeBytes + FRAME_BYTES);
    }

    @Override
    public RowPositions decoded(byte[] stored) {
        try {
            return decoded(VectorBytes.unframed(stored, 0, sizeBytes), location, cardinality);
        } catch (IOException damaged) {
            throw unusable(location, damaged);
        }
    }

    /** The rows of a vector; a bug if there are not as many as the log says. */
    static RowPositions decoded(byte[] vector, String place, long cardinality) throws IOException {
        RowPositions rows = VectorBytes.decode(vector);
        if (rows.count() != cardinality) {
            throw SluiceException.bug("a deletion vector in %s has %d rows where the log says %d"
                    .formatted(place, rows.count(), cardinality));
        }
        return rows;
    }

    static SluiceException unusable(String place, IOException damage) {
        return SluiceException.bug(
                "a deletion vector in %s cannot be used: %s; restore the file from a backup"
                        .formatted(place, damage.getMessage()),
                damage);
    }
}
