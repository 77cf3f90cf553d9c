package io.sluice.compat.differential;

import java.util.Map;
import java.util.stream.Collectors;

/** How Sluice spells what plain DuckDB has no words for. */
final class Spelling {
    private Spelling() {}

    static String properties(Map<String, String> properties) {
        if (properties.isEmpty()) {
            return "";
        }
        return properties.entrySet().stream()
                .map(entry -> "'%s' = '%s'".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", " TBLPROPERTIES (", ")"));
    }

    static String restore(String table, long version) {
        return "RESTORE TABLE %s TO VERSION AS OF %d".formatted(table, version);
    }

    static String atVersion(String table, long version) {
        return "%s AT (VERSION => %d)".formatted(table, version);
    }

    static String changes(String columns, String table, long from, long to) {
        return "SELECT %s, _change_type FROM table_changes('%s', %d, %d)".formatted(columns, table, from, to);
    }

    static String overwrite(String table, String query) {
        return "INSERT OVERWRITE %s %s".formatted(table, query);
    }

    static String overwriteWhere(String table, String condition, String query) {
        return "INSERT INTO %s REPLACE WHERE %s %s".formatted(table, condition, query);
    }

    static String overwritePartitions(String table, String columns, String query) {
        return "INSERT OVERWRITE %s PARTITION (%s) %s".formatted(table, columns, query);
    }
}
