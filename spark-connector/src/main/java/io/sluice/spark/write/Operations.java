package io.sluice.spark.write;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.spark.session.EngineName;
import java.util.LinkedHashMap;
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
        Map<String, String> metrics = files(changes);
        counts.forEach((metric, count) -> metrics.put(metric, Long.toString(count)));
        return new Operation(EngineName.TEXT, name, parameters, metrics);
    }

    private static Map<String, String> files(List<TableChange> changes) {
        long added = 0;
        long removed = 0;
        for (TableChange change : changes) {
            added += change instanceof AppendFiles append ? append.files().size() : 0;
            removed += change instanceof RemoveFiles removal ? removal.paths().size() : 0;
        }
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("numAddedFiles", Long.toString(added));
        metrics.put("numRemovedFiles", Long.toString(removed));
        return metrics;
    }
}
