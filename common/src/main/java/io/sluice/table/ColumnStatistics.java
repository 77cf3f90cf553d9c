package io.sluice.table;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Bounds of one column in one file. A bound may be wider than the values, never narrower.
 *
 * @param min the smallest value, as {@link Values} represents it; empty if unknown
 * @param max the largest value, likewise
 * @param nullCount how many rows are null; empty if unknown
 */
public record ColumnStatistics(Optional<Comparable<?>> min, Optional<Comparable<?>> max, Optional<Long> nullCount) {
    public static final ColumnStatistics UNKNOWN =
            new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.empty());

    public ColumnStatistics {
        requireNonNull(min, "min");
        requireNonNull(max, "max");
        requireNonNull(nullCount, "nullCount");
    }
}
