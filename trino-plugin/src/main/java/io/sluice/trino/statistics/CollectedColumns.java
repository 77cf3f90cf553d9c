package io.sluice.trino.statistics;

import io.sluice.trino.statistics.StatisticsText.ColumnText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What writers have found in the rows of a statement, on its way to the coordinator.
 *
 * @param columns by physical name; empty if nobody has looked
 */
public record CollectedColumns(Map<String, ColumnText> columns) {
    /** Nobody has looked. */
    public static final CollectedColumns NOTHING = new CollectedColumns(Map.of());

    public CollectedColumns {
        columns = Map.copyOf(columns);
    }

    static CollectedColumns of(Map<String, ColumnSummary> summaries) {
        Map<String, ColumnText> columns = new TreeMap<>();
        summaries.forEach((name, summary) -> columns.put(name, ColumnText.of(summary)));
        return new CollectedColumns(columns);
    }

    /** Of these rows and of others, which were looked at for the same columns, if at all. */
    public CollectedColumns and(CollectedColumns others) {
        if (columns.isEmpty() || others.columns.isEmpty()) {
            return columns.isEmpty() ? others : this;
        }
        Map<String, ColumnSummary> united = summaries();
        others.summaries().forEach((name, summary) -> united.merge(name, summary, ColumnSummary::and));
        return of(united);
    }

    Map<String, ColumnSummary> summaries() {
        Map<String, ColumnSummary> summaries = new LinkedHashMap<>();
        columns.forEach((name, column) -> summaries.put(name, column.summary()));
        return summaries;
    }
}
