package io.sluice.format.delta;

import io.sluice.scan.FileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.Pruning;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bounds of one row after the other, read from the log's text once and then cached. For one thread. */
final class RowBounds implements FileBounds {
    /** Stands for the row count of every file; a column of nulls has as many of them. */
    private static final long ALL_ROWS = Long.MAX_VALUE;

    private final FileRows rows;
    private final PredicateColumns columns;
    private final StatsJson statistics;
    /** By the path in the schema. */
    private final Map<String, ColumnStatistics[]> byPath = new HashMap<>();
    /** By the name that the predicate gives. */
    private final Map<String, ColumnStatistics[]> byName = new HashMap<>();

    private int row;

    RowBounds(FileRows rows, TableSchema schema, PredicateColumns columns, StatsJson statistics) {
        this.rows = rows;
        this.columns = columns;
        this.statistics = statistics;
        columns.data()
                .forEach((name, path) -> byName.put(
                        name, byPath.computeIfAbsent(path, at -> rows.bounds(lastingName(schema.columns(), at)))));
    }

    /** Columns may change their names and types, and others may get their names. */
    private static String lastingName(List<Field> fields, String path) {
        for (Field field : fields) {
            if (field.name().equals(path)) {
                return field.physicalName() + ":" + field.type().text();
            }
            if (field.type() instanceof Struct struct && path.startsWith(field.name() + ".")) {
                return field.physicalName()
                        + "/"
                        + lastingName(
                                struct.fields(), path.substring(field.name().length() + 1));
            }
        }
        return path;
    }

    /** Whether the bounds of a row are at hand already. */
    boolean isCached(int of) {
        for (ColumnStatistics[] column : byPath.values()) {
            if (column[of] == null) {
                return false;
            }
        }
        return true;
    }

    boolean mayMatch(Predicate predicate, int of) {
        row = of;
        if (!isCached(row)) {
            readRow();
        }
        return Pruning.mayMatch(predicate, this, ALL_ROWS);
    }

    @Override
    public ColumnStatistics of(String column) {
        ColumnStatistics[] known = byName.get(column);
        if (known != null) {
            return known[row];
        }
        Field partition = columns.partitions().get(column);
        return partition == null
                ? ColumnStatistics.UNKNOWN
                : rows.partition(row).bounds(partition);
    }

    private void readRow() {
        FileStatistics read = FileStatisticsReader.read(rows, row, statistics);
        byPath.forEach((path, column) ->
                column[row] = normalized(read.columns().getOrDefault(path, ColumnStatistics.UNKNOWN), read.rowCount()));
    }

    private static ColumnStatistics normalized(ColumnStatistics column, long rowCount) {
        boolean allNull = column.nullCount().map(nulls -> nulls >= rowCount).orElse(false);
        return allNull ? new ColumnStatistics(column.min(), column.max(), Optional.of(ALL_ROWS)) : column;
    }
}
