package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FileLimit.Files;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/**
 * Leaves out files of a plan that have none of the first rows of an order, as their statistics tell.
 *
 * <p>A file with rows up to some bound promises that so many rows come no later than the bound. Once the promises of
 * some files reach the number of rows wanted, what comes strictly later than the last of their bounds is not among
 * them. Only the first column of the order is looked at: rows that are equal in it count as not later. Bounds may be
 * wider than the values, so nothing is ever left out wrongly.
 *
 * @param field the first column of the order
 * @param rows how many rows are wanted
 */
record LargestRows(Field field, SortDirection direction, NullOrdering nulls, int rows, TableMetadata table) {
    LargestRows {
        requireNonNull(field, "field");
        requireNonNull(direction, "direction");
        requireNonNull(nulls, "nulls");
        requireNonNull(table, "table");
    }

    /** Empty if the order is by something whose bounds say nothing of the order. */
    static Optional<LargestRows> of(SortOrder[] orders, int rows, TableMetadata table) {
        SortOrder first = orders[0];
        if (!(first.expression() instanceof NamedReference reference) || reference.fieldNames().length != 1) {
            return Optional.empty();
        }
        return table.schema()
                .column(reference.fieldNames()[0])
                .filter(column -> isOrderedByBounds(column.type()))
                .map(column -> new LargestRows(column, first.direction(), first.nullOrdering(), rows, table));
    }

    /** Bounds of floating numbers leave out NaN, the greatest of all; the others are not compared. */
    private static boolean isOrderedByBounds(DataType type) {
        if (type instanceof Decimal) {
            return true;
        }
        return type instanceof Primitive primitive
                && switch (primitive) {
                    case BOOLEAN, BYTE, SHORT, INTEGER, LONG, DATE, TIMESTAMP, TIMESTAMP_NTZ, STRING -> true;
                    case FLOAT, DOUBLE, BINARY -> false;
                };
    }

    /** @param plan whose tasks have the statistics of the column */
    Files of(ScanPlan plan) {
        List<Promise> promises = new ArrayList<>();
        plan.tasks().forEach(task -> promise(task).ifPresent(promises::add));
        promises.sort(Comparator.comparing(Promise::last, this::compare));
        long sum = 0;
        for (Promise promise : promises) {
            sum += promise.rows();
            if (sum >= rows) {
                List<ScanTask> kept = plan.tasks().stream()
                        .filter(task -> !isLater(task, promise.last()))
                        .toList();
                return new Files(kept, plan.filesConsidered());
            }
        }
        return new Files(plan.tasks(), plan.filesConsidered());
    }

    /**
     * So many rows come no later than a place in the order.
     *
     * @param last a value; empty for the place of nulls where these come first
     */
    private record Promise(Optional<Comparable<?>> last, long rows) {}

    private Optional<Promise> promise(ScanTask task) {
        long count = task.file().statistics().rowCount();
        if (count == FileStatistics.UNKNOWN_ROW_COUNT) {
            return Optional.empty();
        }
        long left = count - task.deletions().count();
        ColumnStatistics known = statistics(task);
        boolean nullsFirst = nulls == NullOrdering.NULLS_FIRST;
        if (nullsFirst && known.nullCount().filter(all -> all >= count).isPresent()) {
            return Optional.of(new Promise(Optional.empty(), left));
        }
        Optional<Comparable<?>> last = direction == SortDirection.ASCENDING ? known.max() : known.min();
        if (last.isEmpty() || (!nullsFirst && known.nullCount().isEmpty())) {
            return Optional.empty();
        }
        long promised = nullsFirst ? left : left - known.nullCount().get();
        return promised <= 0 ? Optional.empty() : Optional.of(new Promise(last, promised));
    }

    /** Whether all rows of the file come strictly later. */
    private boolean isLater(ScanTask task, Optional<Comparable<?>> last) {
        ColumnStatistics known = statistics(task);
        boolean mayHaveNulls = known.nullCount().isEmpty() || known.nullCount().get() > 0;
        if (nulls == NullOrdering.NULLS_FIRST && mayHaveNulls) {
            return false;
        }
        if (last.isEmpty()) {
            return true;
        }
        if (known.nullCount()
                .filter(all -> all >= task.file().statistics().rowCount())
                .isPresent()) {
            return true;
        }
        Optional<Comparable<?>> first = direction == SortDirection.ASCENDING ? known.min() : known.max();
        return first.isPresent() && compare(first, last) > 0;
    }

    private ColumnStatistics statistics(ScanTask task) {
        return new DataFileBounds(task.file(), table).of(field.name());
    }

    /** By the place in the order. */
    private int compare(Optional<Comparable<?>> left, Optional<Comparable<?>> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isPresent(), right.isPresent());
        }
        int ascending = compareValues(left.get(), right.get());
        return direction == SortDirection.ASCENDING ? ascending : -ascending;
    }

    private static int compareValues(Comparable<?> left, Comparable<?> right) {
        if (left instanceof String text) {
            return Values.compareTexts(text, (String) right);
        } else if (left instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) right);
        }
        return left instanceof Boolean bit ? bit.compareTo((Boolean) right) : ((Long) left).compareTo((Long) right);
    }
}
