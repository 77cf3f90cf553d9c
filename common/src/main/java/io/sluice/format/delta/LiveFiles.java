package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * The files of one state: some of the rows of a {@link FileRows}.
 *
 * @param live the rows that belong to the state; nobody changes it
 * @param count how many they are
 * @param sizeBytes the length of all files together
 */
record LiveFiles(FileRows rows, BitSet live, int count, long sizeBytes) {
    LiveFiles {
        requireNonNull(rows, "rows");
        requireNonNull(live, "live");
    }

    /** Visits the rows in the order in which the log has added them. */
    void forEach(IntConsumer visitor) {
        for (int row = live.nextSetBit(0); row >= 0; row = live.nextSetBit(row + 1)) {
            visitor.accept(row);
        }
    }
}
