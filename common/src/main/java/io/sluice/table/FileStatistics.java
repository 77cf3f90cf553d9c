package io.sluice.table;

import java.util.Map;

/**
 * What is known of the rows of one data file.
 *
 * @param rowCount rows in the file, deleted ones included; {@link #UNKNOWN_ROW_COUNT} if nobody has counted them
 * @param columns statistics by column name, nested fields by their dotted path, in stable order
 */
public record FileStatistics(long rowCount, Map<String, ColumnStatistics> columns) {
    /** So large that no column can be all null by it. */
    public static final long UNKNOWN_ROW_COUNT = Long.MAX_VALUE;

    public static final FileStatistics UNKNOWN = new FileStatistics(UNKNOWN_ROW_COUNT, Map.of());

    public FileStatistics {
        columns = StableMap.copyOf(columns);
    }
}
