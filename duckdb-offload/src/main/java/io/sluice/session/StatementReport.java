package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.table.StableMap;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a statement without a result has done.
 *
 * @param operation the statement in a word or two: {@code DELETE}, {@code CREATE TABLE}
 * @param rows how many rows it has changed; empty for statements about other things than rows
 * @param versions the tables that were changed, and their versions since; empty if nothing is committed yet, or nothing
 *     was to be changed
 */
public record StatementReport(String operation, OptionalLong rows, Map<TableName, TableVersion> versions) {
    public StatementReport {
        requireNonNull(operation, "operation");
        requireNonNull(rows, "rows");
        versions = StableMap.copyOf(new TreeMap<>(versions));
    }

    static StatementReport of(String operation) {
        return new StatementReport(operation, OptionalLong.empty(), Map.of());
    }

    static StatementReport ofRows(String operation, long rows) {
        return new StatementReport(operation, OptionalLong.of(rows), Map.of());
    }

    StatementReport committed(Map<TableName, TableVersion> newVersions) {
        return new StatementReport(operation, rows, newVersions);
    }

    /** {@code DELETE 12 rows, version 7}. */
    public String text() {
        StringBuilder text = new StringBuilder(operation);
        rows.ifPresent(count -> text.append(count == 1 ? " 1 row" : " %,d rows".formatted(count)));
        if (versions.size() == 1 && !operation.equals("COMMIT")) {
            text.append(", version ").append(versions.values().iterator().next());
        } else {
            versions.forEach((table, version) ->
                    text.append(", ").append(table).append(" version ").append(version));
        }
        return text.toString();
    }

    /** The same for machines: {@code operation}, {@code rows}, {@code versions} by table name. */
    public Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("operation", operation);
        rows.ifPresent(count -> machine.put("rows", count));
        Map<String, Object> numbers = new LinkedHashMap<>();
        versions.forEach((table, version) -> numbers.put(table.toString(), version.number()));
        machine.put("versions", numbers);
        return machine;
    }
}
