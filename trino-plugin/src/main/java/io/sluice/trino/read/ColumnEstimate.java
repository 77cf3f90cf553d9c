package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Tally;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What files tell of a column together, for the optimizer: bounds may be too wide, and deleted rows still count. What
 * one file does not tell is not told.
 */
final class ColumnEstimate {
    private final SluiceColumnHandle column;
    private final TableMetadata table;
    /** Least values of files; all values, where each file has one. */
    private final Set<Comparable<?>> values = new HashSet<>();

    private long rows;
    private long nulls;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean knowsNulls = true;
    private boolean knowsBounds = true;

    ColumnEstimate(SluiceColumnHandle column, TableMetadata table) {
        this.column = requireNonNull(column, "column");
        this.table = requireNonNull(table, "table");
    }

    /** Adds a file, with its statistics of the column. */
    void add(ScanTask task) {
        io.sluice.table.ColumnStatistics known = new DataFileBounds(task.file(), table).of(column.name());
        long count = task.file().statistics().rowCount();
        if (known.nullCount().isEmpty() || count == FileStatistics.UNKNOWN_ROW_COUNT) {
            knowsNulls = false;
        } else {
            rows += count;
            nulls += Math.min(count, known.nullCount().get());
        }
        if (known.nullCount().filter(all -> all >= count).isPresent()) {
            return;
        }
        if (known.min().isEmpty() || known.max().isEmpty()) {
            knowsBounds = false;
            return;
        }
        values.add(known.min().get());
        number(column.type(), known.min().get()).ifPresent(least -> min = Math.min(min, least));
        number(column.type(), known.max().get()).ifPresent(greatest -> max = Math.max(max, greatest));
    }

    ColumnStatistics estimate() {
        ColumnStatistics.Builder estimate = ColumnStatistics.builder();
        if (knowsNulls && rows > 0) {
            estimate.setNullsFraction(Estimate.of((double) nulls / rows));
        }
        boolean isBounded = knowsBounds && min <= max;
        if (isBounded) {
            estimate.setRange(new DoubleRange(min, max));
        }
        if (knowsBounds) {
            estimate.setDistinctValuesCount(distinct());
        }
        return estimate.build();
    }

    /** Keys and days are dense more often than not; nobody has counted them. */
    private Estimate distinct() {
        if (column.role() == Role.PARTITION) {
            return Estimate.of(values.size());
        }
        boolean isCountable = min <= max
                && (column.type() instanceof BooleanType
                        || TrinoTypes.stored(column.type())
                                .filter(Tally::hasExactBounds)
                                .isPresent());
        return isCountable && knowsNulls
                ? Estimate.of(Math.min((double) (rows - nulls), max - min + 1))
                : Estimate.unknown();
    }

    /** As Trino's statistics have it; empty for what they have no ranges of. */
    private static Optional<Double> number(Type type, Comparable<?> value) {
        if (value instanceof Long whole) {
            return Optional.of(type instanceof TimestampWithTimeZoneType ? whole / 1000.0 : whole.doubleValue());
        }
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal.doubleValue());
        }
        if (value instanceof Boolean truth) {
            return Optional.of(truth ? 1.0 : 0.0);
        }
        return value instanceof Double number && !number.isNaN() ? Optional.of(number) : Optional.empty();
    }
}
