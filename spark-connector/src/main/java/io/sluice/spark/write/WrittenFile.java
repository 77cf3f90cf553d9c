package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A data file that a task has written, on its way to the driver.
 *
 * @param path relative to the table's location
 * @param partitionValues by partition column, in the text form of tables; null for null
 * @param columns statistics by column, nested fields by their dotted path
 */
public record WrittenFile(
        String path,
        long sizeBytes,
        long modifiedMillis,
        Map<String, String> partitionValues,
        long rowCount,
        Map<String, ColumnBounds> columns)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public WrittenFile {
        requireNonNull(path, "path");
        partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The file, for a commit. */
    public DataFile dataFile() {
        Map<String, Optional<String>> partition = new LinkedHashMap<>();
        partitionValues.forEach((column, value) -> partition.put(column, Optional.ofNullable(value)));
        Map<String, ColumnStatistics> statistics = new LinkedHashMap<>();
        columns.forEach((column, bounds) -> statistics.put(column, bounds.statistics()));
        return new DataFile(path, sizeBytes, modifiedMillis, partition, new FileStatistics(rowCount, statistics));
    }
}
