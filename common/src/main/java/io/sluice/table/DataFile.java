package io.sluice.table;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * An immutable Parquet file of a table.
 *
 * @param path relative to the table's location and not URL-encoded, or an absolute location
 * @param sizeBytes its exact length
 * @param modifiedMillis when it was written, in milliseconds since the epoch
 * @param partitionValues one entry per partition column: the value in the text form of the Delta protocol, section
 *     "Partition Value Serialization", or empty for null
 */
public record DataFile(
        String path,
        long sizeBytes,
        long modifiedMillis,
        Map<String, Optional<String>> partitionValues,
        FileStatistics statistics) {
    public DataFile {
        requireNonNull(path, "path");
        requireNonNull(statistics, "statistics");
        partitionValues = StableMap.copyOf(partitionValues);
    }

    public DataFile withStatistics(FileStatistics known) {
        return new DataFile(path, sizeBytes, modifiedMillis, partitionValues, known);
    }
}
