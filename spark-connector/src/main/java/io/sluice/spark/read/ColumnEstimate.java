package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.Decimal;

/**
 * What the log tells of a column over all files of a scan: for Spark's cost-based optimizer, so bounds may be too wide,
 * and deleted rows still count. What one file does not tell is not told.
 *
 * @param distinctCount only of partition columns
 * @param min as Spark's rows have it; only of types that Spark estimates ranges of
 */
record ColumnEstimate(OptionalLong distinctCount, Optional<Object> min, Optional<Object> max, OptionalLong nullCount)
        implements ColumnStatistics {
    ColumnEstimate {
        requireNonNull(distinctCount, "distinctCount");
        requireNonNull(min, "min");
        requireNonNull(max, "max");
        requireNonNull(nullCount, "nullCount");
    }

    /** Whether files tell anything of columns of the type. */
    static boolean isFor(DataType type) {
        return type instanceof Primitive || type instanceof DataType.Decimal;
    }

    /** @param tasks with their statistics of the column */
    static ColumnEstimate of(List<ScanTask> tasks, Field column, TableMetadata table) {
        Sum sum = new Sum();
        tasks.forEach(task -> sum.add(task, new DataFileBounds(task.file(), table).of(column.name())));
        boolean isPartition = table.partitionColumns().contains(column.name());
        return new ColumnEstimate(
                isPartition && sum.knowsBounds ? OptionalLong.of(sum.values.size()) : OptionalLong.empty(),
                sum.bound(sum.min, column.type()),
                sum.bound(sum.max, column.type()),
                sum.knowsNulls ? OptionalLong.of(sum.nulls) : OptionalLong.empty());
    }

    private static final class Sum {
        /** Least values of files; all values, where each file has one. */
        private final Set<Comparable<?>> values = new HashSet<>();

        private Comparable<?> min;
        private Comparable<?> max;
        private long nulls;
        private boolean knowsNulls = true;
        private boolean knowsBounds = true;

        void add(ScanTask task, io.sluice.table.ColumnStatistics known) {
            long rows = task.file().statistics().rowCount();
            if (known.nullCount().isEmpty() || rows == FileStatistics.UNKNOWN_ROW_COUNT) {
                knowsNulls = false;
            } else {
                nulls += Math.min(rows, known.nullCount().get());
            }
            if (known.nullCount().filter(all -> all >= rows).isPresent()) {
                return;
            }
            if (known.min().isEmpty() || known.max().isEmpty()) {
                knowsBounds = false;
                return;
            }
            values.add(known.min().get());
            min = min == null || compare(known.min().get(), min) < 0
                    ? known.min().get()
                    : min;
            max = max == null || compare(known.max().get(), max) > 0
                    ? known.max().get()
                    : max;
        }

        Optional<Object> bound(Comparable<?> value, DataType type) {
            return value == null || !knowsBounds ? Optional.empty() : sparkValue(value, type);
        }
    }

    @SuppressWarnings("unchecked")
    private static int compare(Comparable<?> left, Comparable<?> right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static Optional<Object> sparkValue(Comparable<?> value, DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return Optional.of(Decimal.apply((BigDecimal) value, decimal.precision(), decimal.scale()));
        }
        return switch ((Primitive) type) {
            case BYTE -> Optional.of(((Long) value).byteValue());
            case SHORT -> Optional.of(((Long) value).shortValue());
            case INTEGER, DATE -> Optional.of(((Long) value).intValue());
            case LONG, TIMESTAMP, TIMESTAMP_NTZ, DOUBLE, BOOLEAN -> Optional.of(value);
            case FLOAT -> Optional.of(((Double) value).floatValue());
            case STRING, BINARY -> Optional.empty();
        };
    }
}
