package io.sluice.scan;

import io.sluice.table.RowPositions;
import java.util.Optional;

/** The rows of a data file that are gone. Safe for use by several threads. */
public interface Deletions {
    /** Nothing is gone. */
    Deletions NONE = new Deletions() {
        @Override
        public long count() {
            return 0;
        }

        @Override
        public RowPositions positions() {
            return RowPositions.NONE;
        }
    };

    /** How many rows are gone; known without reading anything. */
    long count();

    /** Which rows are gone; the first call may read a file. */
    RowPositions positions();

    /** Where they are stored; empty if they are kept elsewhere, as in a log. */
    default Optional<StoredDeletions> stored() {
        return Optional.empty();
    }

    default boolean isEmpty() {
        return count() == 0;
    }
}
