package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who does what, for the table's history.
 *
 * @param engine name and version of the program, for example {@code sluice/0.1.0 (duckdb)}
 * @param name what is done, in capitals: {@code WRITE}, {@code CREATE TABLE AS SELECT}
 * @param parameters how it is done, for people
 * @param metrics counts for people: {@code numFiles}, {@code numOutputRows}, {@code numOutputBytes}
 */
public record Operation(String engine, String name, Map<String, String> parameters, Map<String, String> metrics) {
    public Operation {
        requireNonNull(engine, "engine");
        requireNonNull(name, "name");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** The metrics that count files: {@code numAddedFiles} and {@code numRemovedFiles}, for others to be put beside. */
    public static Map<String, String> fileMetrics(List<TableChange> changes) {
        long added = 0;
        long removed = 0;
        for (TableChange change : changes) {
            added += change instanceof TableChange.AppendFiles append
                    ? append.files().size()
                    : 0;
            removed += change instanceof TableChange.RemoveFiles removal
                    ? removal.paths().size()
                    : 0;
        }
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("numAddedFiles", Long.toString(added));
        metrics.put("numRemovedFiles", Long.toString(removed));
        return metrics;
    }
}
