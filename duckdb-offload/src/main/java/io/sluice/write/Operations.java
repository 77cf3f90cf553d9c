package io.sluice.write;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.sql.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What statements are called in the history of a table. Names and metrics are those of delta-spark. */
record Operations(String engine) {
    Operation delete(Optional<Span> where, long rows, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        metrics.put("numDeletedRows", Long.toString(rows));
        return new Operation(engine, "DELETE", predicate(where), metrics);
    }

    Operation truncate(long rows, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        metrics.put("numDeletedRows", Long.toString(rows));
        return new Operation(engine, "TRUNCATE", Map.of(), metrics);
    }

    Operation update(Optional<Span> where, long rows, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        metrics.put("numUpdatedRows", Long.toString(rows));
        return new Operation(engine, "UPDATE", predicate(where), metrics);
    }

    Operation write(String mode, Optional<Span> where, Written written, List<TableChange> changes) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("mode", mode));
        parameters.putAll(predicate(where));
        Map<String, String> metrics = Operation.fileMetrics(changes);
        metrics.put("numOutputRows", Long.toString(written.inserted()));
        if (written.deleted() > 0) {
            metrics.put("numDeletedRows", Long.toString(written.deleted()));
        }
        return new Operation(engine, "WRITE", parameters, metrics);
    }

    Operation merge(Optional<Span> on, Written written, List<TableChange> changes) {
        Map<String, String> metrics = Operation.fileMetrics(changes);
        metrics.put("numTargetRowsInserted", Long.toString(written.inserted()));
        metrics.put("numTargetRowsUpdated", Long.toString(written.updated()));
        metrics.put("numTargetRowsDeleted", Long.toString(written.deleted()));
        return new Operation(engine, "MERGE", predicate(on), metrics);
    }

    private static Map<String, String> predicate(Optional<Span> condition) {
        return condition
                .map(span -> Map.of(
                        "predicate",
                        "[\"" + span.text().strip().replace("\\", "\\\\").replace("\"", "\\\"") + "\"]"))
                .orElse(Map.of());
    }
}
