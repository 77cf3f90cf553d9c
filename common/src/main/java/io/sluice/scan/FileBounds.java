package io.sluice.scan;

import io.sluice.table.ColumnStatistics;

/** What is known of the columns of one file; a format answers from partition values and statistics. */
@FunctionalInterface
public interface FileBounds {
    /**
     * What is known of one column.
     *
     * @param column a column name in any case, or a dotted path
     * @return the bounds of that column in the file, {@link ColumnStatistics#UNKNOWN} where nothing is known
     */
    ColumnStatistics of(String column);
}
