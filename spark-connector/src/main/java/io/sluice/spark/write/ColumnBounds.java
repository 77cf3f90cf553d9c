package io.sluice.spark.write;

import io.sluice.table.ColumnStatistics;
import java.io.Serializable;
import java.util.Optional;

/**
 * Statistics of a column on their way from a task to the driver.
 *
 * @param min as {@code io.sluice.table.Values} represents it; null if unknown
 * @param max likewise
 * @param nullCount null if unknown
 */
public record ColumnBounds(Serializable min, Serializable max, Long nullCount) implements Serializable {
    private static final long serialVersionUID = 1L;

    ColumnStatistics statistics() {
        return new ColumnStatistics(
                Optional.ofNullable((Comparable<?>) min),
                Optional.ofNullable((Comparable<?>) max),
                Optional.ofNullable(nullCount));
    }
}
