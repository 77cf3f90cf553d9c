package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import java.util.Optional;

/** One measure over files, as far as their statistics tell it exactly. */
final class Tally {
    /** What is measured. */
    enum Measure {
        ROWS,
        VALUES,
        MIN,
        MAX
    }

    private final Measure measure;
    private final Optional<SluiceColumnHandle> column;
    private final TableMetadata table;
    private long count;
    /** Null as long as there is no value. */
    private Long extreme;

    /** @param column that is measured; empty for {@code ROWS} */
    Tally(Measure measure, Optional<SluiceColumnHandle> column, TableMetadata table) {
        this.measure = requireNonNull(measure, "measure");
        this.column = requireNonNull(column, "column");
        this.table = requireNonNull(table, "table");
    }

    /** Other types' bounds may be cut or rounded, and are wider than the values then. */
    static boolean hasExactBounds(Type type) {
        return type instanceof BigintType
                || type instanceof IntegerType
                || type instanceof SmallintType
                || type instanceof TinyintType
                || type instanceof DateType;
    }

    /** Adds a file that has rows; false if the file does not say what is needed, exactly. */
    boolean add(ScanTask task) {
        long rows = task.file().statistics().rowCount() - task.deletions().count();
        if (measure == Measure.ROWS) {
            count += rows;
            return true;
        }
        SluiceColumnHandle measured = column.orElseThrow();
        ColumnStatistics known = new DataFileBounds(task.file(), table).of(measured.name());
        boolean isExact = measured.role() == Role.PARTITION || task.deletions().isEmpty();
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
        boolean isFurther = extreme == null || (measure == Measure.MIN ? value < extreme : value > extreme);
        extreme = isFurther ? value : extreme;
        return true;
    }

    /** In Trino's native representation; null for null. */
    Long value() {
        return measure == Measure.ROWS || measure == Measure.VALUES ? Long.valueOf(count) : extreme;
    }
}
