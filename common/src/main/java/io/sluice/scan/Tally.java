package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One measure over the rows of files, as far as the log tells it exactly, so that an engine can answer without a look
 * at the files. Where {@link #add} refuses a file, nothing is known of the whole.
 */
public final class Tally {
    /** What is measured. */
    public enum Measure {
        /** How many rows there are. */
        ROWS,
        /** In how many of them the column is not null. */
        VALUES,
        /** The column's least value. */
        MIN,
        /** The column's greatest value. */
        MAX
    }

    private final Measure measure;
    private final Optional<Field> column;
    private final TableMetadata table;
    private long count;
    private OptionalLong extreme = OptionalLong.empty();

    /** @param column that is measured; empty for {@link Measure#ROWS} */
    public Tally(Measure measure, Optional<Field> column, TableMetadata table) {
        this.measure = requireNonNull(measure, "measure");
        this.column = requireNonNull(column, "column");
        this.table = requireNonNull(table, "table");
        if (column.isEmpty() != (measure == Measure.ROWS)) {
            throw new IllegalArgumentException(measure + " of " + column);
        }
    }

    /** Whether extremes are measured of columns of that type: bounds of others may be cut or rounded, and be wider. */
    public static boolean hasExactBounds(DataType type) {
        return type instanceof Primitive primitive
                && switch (primitive) {
                    case BYTE, SHORT, INTEGER, LONG, DATE -> true;
                    case BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, TIMESTAMP, TIMESTAMP_NTZ -> false;
                };
    }

    /** Adds a file; false if it does not say what is needed, exactly. */
    public boolean add(ScanTask file) {
        long all = file.file().statistics().rowCount();
        if (all == FileStatistics.UNKNOWN_ROW_COUNT) {
            return false;
        }
        long rows = all - file.deletions().count();
        if (measure == Measure.ROWS || rows == 0) {
            count += rows;
            return true;
        }
        String name = column.orElseThrow().name();
        ColumnStatistics known = new DataFileBounds(file.file(), table).of(name);
        boolean isExact = file.deletions().isEmpty() || table.partitionColumns().contains(name);
        if (!isExact || known.nullCount().isEmpty()) {
            return false;
        }
        long nulls = Math.min(rows, known.nullCount().get());
        if (measure == Measure.VALUES) {
            count += rows - nulls;
            return true;
        }
        return nulls == rows || addExtreme(measure == Measure.MIN ? known.min() : known.max());
    }

    private boolean addExtreme(Optional<Comparable<?>> bound) {
        if (bound.isEmpty() || !(bound.get() instanceof Long value)) {
            return false;
        }
        boolean isFurther = extreme.isEmpty()
                || (measure == Measure.MIN ? value < extreme.getAsLong() : value > extreme.getAsLong());
        extreme = isFurther ? OptionalLong.of(value) : extreme;
        return true;
    }

    /** The number of rows or values; of extremes the value, days since 1970 for dates, empty if there is none. */
    public OptionalLong value() {
        return measure == Measure.ROWS || measure == Measure.VALUES ? OptionalLong.of(count) : extreme;
    }
}
