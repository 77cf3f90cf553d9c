package io.sluice.format.delta;

import io.sluice.scan.FileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.Pruning;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The bounds of one row after the other, read from the log's text once and then cached. For one thread. */
final class RowBounds implements FileBounds {
    /** Stands for the row count of every file; a column of nulls has as many of them. */
    private static final long ALL_ROWS = Long.MAX_VALUE;

    private final FileRows rows;
    private final PredicateColumns columns;
    private final StatsJson statistics;
    private final Map<String, ColumnStatistics[]> cached = new HashMap<>();
    private int row;

    RowBounds(FileRows rows, PredicateColumns columns, StatsJson statistics) {
        this.rows = rows;
        this.columns = columns;
        this.statistics = statistics;
        columns.data().forEach(path -> cached.put(path, rows.bounds(path)));
    }

    boolean mayMatch(Predicate predicate, int of) {
        row = of;
        for (ColumnStatistics[] column : cached.values()) {
            if (column[row] == null) {
                readRow();
                break;
            }
        }
        return Pruning.mayMatch(predicate, this, ALL_ROWS);
    }

    @Override
    public ColumnStatistics of(String column) {
        Optional<Field> partition = columns.partition(column);
        if (partition.isPresent()) {
            return rows.partition(row).bounds(partition.get());
        }
        return columns.path(column).map(path -> cached.get(path)[row]).orElse(ColumnStatistics.UNKNOWN);
    }

    private void readRow() {
        FileStatistics read = FileStatisticsReader.read(rows, row, statistics);
        cached.forEach((path, column) ->
                column[row] = normalized(read.columns().getOrDefault(path, ColumnStatistics.UNKNOWN), read.rowCount()));
    }

    private static ColumnStatistics normalized(ColumnStatistics column, long rowCount) {
        boolean allNull = column.nullCount().map(nulls -> nulls >= rowCount).orElse(false);
        return allNull ? new ColumnStatistics(column.min(), column.max(), Optional.of(ALL_ROWS)) : column;
    }
}
