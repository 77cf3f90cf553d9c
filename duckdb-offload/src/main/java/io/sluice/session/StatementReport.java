package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.table.StableMap;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.write.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a statement without a result has done.
 *
 * @param operation the statement in a word or two: {@code DELETE}, {@code CREATE TABLE}
 * @param rows how many rows it has changed; empty for statements about other things than rows
 * @param versions the tables that were changed, and their versions since; empty if nothing is committed yet, or nothing
 *     was to be changed
 */
public record StatementReport(String operation, Optional<Written> rows, Map<TableName, TableVersion> versions) {
    public StatementReport {
        requireNonNull(operation, "operation");
        requireNonNull(rows, "rows");
        versions = StableMap.copyOf(new TreeMap<>(versions));
    }

    static StatementReport of(String operation) {
        return new StatementReport(operation, Optional.empty(), Map.of());
    }

    static StatementReport ofRows(String operation, Written rows) {
        return new StatementReport(operation, Optional.of(rows), Map.of());
    }

    StatementReport committed(Map<TableName, TableVersion> newVersions) {
        return new StatementReport(operation, rows, newVersions);
    }

    /** {@code DELETE 12 rows, version 7}. */
    public String text() {
        StringBuilder text = new StringBuilder(operation);
        rows.ifPresent(counts -> text.append(text(counts)));
        if (versions.size() == 1 && !operation.equals("COMMIT")) {
            text.append(", version ").append(versions.values().iterator().next());
        } else {
            versions.forEach((table, version) ->
                    text.append(", ").append(table).append(" version ").append(version));
        }
        return text.toString();
    }

    private static String text(Written counts) {
        long sum = total(counts);
        String rows = sum == 1 ? " 1 row" : " %,d rows".formatted(sum);
        List<String> parts = new ArrayList<>();
        counts(counts).forEach((what, count) -> {
            if (count > 0) {
                parts.add("%,d %s".formatted(count, what));
            }
        });
        return parts.size() < 2 ? rows : rows + " (" + String.join(", ", parts) + ")";
    }

    private static long total(Written counts) {
        return counts.inserted() + counts.updated() + counts.deleted();
    }

    private static Map<String, Long> counts(Written counts) {
        Map<String, Long> byKind = new LinkedHashMap<>();
        byKind.put("inserted", counts.inserted());
        byKind.put("updated", counts.updated());
        byKind.put("deleted", counts.deleted());
        return byKind;
    }

    /**
     * The same for machines: {@code operation}, {@code rows}, {@code inserted}, {@code updated}, {@code deleted},
     * {@code versions} by table name.
     */
    public Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("operation", operation);
        rows.ifPresent(counts -> {
            machine.put("rows", total(counts));
            machine.putAll(counts(counts));
        });
        Map<String, Object> numbers = new LinkedHashMap<>();
        versions.forEach((table, version) -> numbers.put(table.toString(), version.number()));
        machine.put("versions", numbers);
        return machine;
    }
}
