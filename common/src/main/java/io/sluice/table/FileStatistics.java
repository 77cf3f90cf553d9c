package io.sluice.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the rows of one data file.
 *
 * @param rowCount rows in the file, deleted ones included
 * @param columns statistics by column name, nested fields by their dotted path, in stable order
 */
public record FileStatistics(long rowCount, Map<String, ColumnStatistics> columns) {
    public FileStatistics {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
