package io.sluice.duckdb;

import java.util.function.IntConsumer;

/** Finds values among those that the engine hands over at once: some thousands, in any order, none of them null. */
@FunctionalInterface
public interface ChunkSearch {
    /**
     * Called by threads of the engine, several at a time.
     *
     * @param values may be kept by nobody
     * @param found takes the index of each value that is found
     */
    void search(long[] values, IntConsumer found);
}
