package io.sluice.trino.statistics;

import io.sluice.trino.statistics.StatisticsText.ColumnText;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What all of them have found together, by physical name. */
    static Map<String, ColumnSummary> united(List<CollectedColumns> parts) {
        Map<String, ColumnSummary> united = new LinkedHashMap<>();
        for (CollectedColumns part : parts) {
            part.columns.forEach((name, column) -> united.merge(name, column.summary(), ColumnSummary::and));
        }
        return united;
    }
}
