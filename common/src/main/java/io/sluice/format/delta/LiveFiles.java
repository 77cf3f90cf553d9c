package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The files of one state: some of the rows of a {@link FileRows}.
 *
 * @param live the rows that belong to the state; nobody changes it
 * @param count how many they are
 * @param sizeBytes the length of all files together
 */
record LiveFiles(FileRows rows, BitSet live, int count, long sizeBytes) {
    private static final int HASHES = 1 << 18;

    LiveFiles {
        requireNonNull(rows, "rows");
        requireNonNull(live, "live");
    }

    /** The rows of the files with these paths, by path; those that are not there are left out. */
    Map<String, Integer> find(Set<String> paths) {
        Map<String, Integer> found = new HashMap<>();
        // Most files differ in a part of the hash already.
        BitSet hashes = new BitSet(HASHES);
        paths.forEach(path -> hashes.set(FileRows.hash(path) & HASHES - 1));
        forEach(row -> {
            if (hashes.get(rows.hash(row) & HASHES - 1)) {
                String path = rows.path(row);
                if (paths.contains(path)) {
                    found.put(path, row);
                }
            }
        });
        return found;
    }

    /** Visits the rows in the order in which the log has added them. */
    void forEach(IntConsumer visitor) {
        for (int row = live.nextSetBit(0); row >= 0; row = live.nextSetBit(row + 1)) {
            visitor.accept(row);
        }
    }
}
