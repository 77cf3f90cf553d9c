package io.sluice.spark.write;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.StatementOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What statements are called in the history of a table. Names and metrics are those of delta-spark. */
public final class Operations {
    private Operations() {}

    /**
     * An operation of this engine, whose parameters tell by which statement it was done as well.
     *
     * @param counts of rows, by metric
     */
    public static Operation of(
            String name, Map<String, String> parameters, Map<String, Long> counts, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        counts.forEach((metric, count) -> metrics.put(metric, Long.toString(count)));
        Map<String, String> told = new LinkedHashMap<>(parameters);
        told.putAll(StatementOrigin.parameters());
        return new Operation(EngineName.TEXT, name, told, metrics);
    }
}
