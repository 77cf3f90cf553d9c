package io.sluice.scan;

import io.sluice.table.RowPositions;
import java.io.Serializable;

/** The place of deletions that are stored in a file, to be read elsewhere than where they were found. */
public interface StoredDeletions extends Serializable {
    /** The file, which may hold other deletions too. */
    String location();

    /** Where they begin in the file. */
    long offset();

    /** How many bytes they take there. */
    int lengthBytes();

    /**
     * Understands what is stored there; a bug if it is not what was said of it.
     *
     * @param stored the bytes of that place
     */
    RowPositions decoded(byte[] stored);
}
