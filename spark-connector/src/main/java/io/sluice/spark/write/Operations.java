package io.sluice.spark.write;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.spark.session.EngineName;
import java.util.List;
import java.util.Map;

/** What statements are called in the history of a table. Names and metrics are those of delta-spark. */
public final class Operations {
    private Operations() {}

    /**
     * An operation of this engine.
     *
     * @param counts of rows, by metric
     */
    public static Operation of(
            String name, Map<String, String> parameters, Map<String, Long> counts, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        counts.forEach((metric, count) -> metrics.put(metric, Long.toString(count)));
        return new Operation(EngineName.TEXT, name, parameters, metrics);
    }
}
