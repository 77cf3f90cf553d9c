package io.sluice.format.delta;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.Field;
import io.sluice.table.StableMap;
import io.sluice.table.Values;
import java.util.Map;
import java.util.Optional;

/**
 * The partition values that many files share. There is one object for each combination of values in a table, so that
 * files hold no copies and a plan decides once for all of them.
 */
final class PartitionTuple {
    private static final ColumnStatistics NULL =
            new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(Long.MAX_VALUE));

    private final Map<String, Optional<String>> values;

    PartitionTuple(Map<String, Optional<String>> values) {
        this.values = StableMap.copyOf(values);
    }

    /** By the names that columns have in files, as in the log. */
    Map<String, Optional<String>> values() {
        return values;
    }

    /** The one value that the column has in the files; no bounds if values of its type are not compared. */
    ColumnStatistics bounds(Field column) {
        Optional<String> text = values.get(column.physicalName());
        if (text == null) {
            return ColumnStatistics.UNKNOWN;
        }
        if (text.isEmpty()) {
            return NULL;
        }
        // Floats are the one type whose text is not exact, and statistics widen them.
        return new ColumnStatistics(
                Optional.ofNullable(bound(column, text.get(), Side.LOWER)),
                Optional.ofNullable(bound(column, text.get(), Side.UPPER)),
                Optional.of(0L));
    }

    private enum Side {
        LOWER,
        UPPER
    }

    private static Comparable<?> bound(Field column, String text, Side side) {
        if (StatsValues.isFloating(column.type())) {
            return side == Side.LOWER ? StatsValues.min(column, text) : StatsValues.max(column, text);
        }
        return Values.parse(column.type(), text).orElse(null);
    }
}
