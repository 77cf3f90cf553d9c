package io.sluice.ingest;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.ingest.InputGroup.BadRecords;
import io.sluice.table.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one statement that reads all files and makes the table's rows of them. Pure. */
record LoadPlan(SchemaPlan schema, List<InputGroup> groups, int threads) {
    /** What an exact load stops with at the first value that is none of its column's type. */
    static final String BAD_VALUE = "a value is not of its column's type";

    /** The rows of all files; the statement fails at the first bad record or value. */
    String exact() {
        return select(BadRecords.FAIL);
    }

    /** The good rows of all files. */
    String goodOnly() {
        return select(BadRecords.SKIP);
    }

    private String select(BadRecords badRecords) {
        List<String> parts = new ArrayList<>();
        for (InputGroup group : groups) {
            String columns = columns(group, badRecords);
            String condition = badRecords == BadRecords.FAIL ? "" : condition(group);
            List<InputFile> files = group.files();
            int step = group.filesPerScan(threads);
            for (int from = 0; from < files.size(); from += step) {
                List<InputFile> some = files.subList(from, Math.min(files.size(), from + step));
                parts.add("SELECT " + columns + " FROM " + group.scan(some, badRecords) + condition);
            }
        }
        return String.join(" UNION ALL ", parts);
    }

    private String columns(InputGroup group, BadRecords badRecords) {
        List<String> columns = new ArrayList<>();
        for (TargetColumn column : schema.columns()) {
            String value = value(group, column);
            String checked = badRecords == BadRecords.FAIL
                    ? bad(group, column)
                            .map(bad -> "coalesce(%s, CASE WHEN %s THEN error('%s') END)"
                                    .formatted(value, bad, BAD_VALUE.replace("'", "''")))
                            .orElse(value)
                    : value;
            columns.add(checked + " AS " + SqlText.identifier(column.name()));
        }
        return String.join(", ", columns);
    }

    private static String condition(InputGroup group, List<TargetColumn> columns) {
        List<String> bad =
                columns.stream().flatMap(column -> bad(group, column).stream()).toList();
        return bad.isEmpty() ? "" : " WHERE NOT (" + String.join(" OR ", bad) + ")";
    }

    private String condition(InputGroup group) {
        return condition(group, schema.columns());
    }

    private static String value(InputGroup group, TargetColumn column) {
        DataType type = column.field().type();
        return SchemaPlan.sourcePosition(group, column)
                .map(position -> group.value(position, type, column.origin()))
                .orElse("CAST(NULL AS " + DuckDbTypes.sql(type) + ")");
    }

    /** SQL that is true where a column's value is bad: not of its type, or null where it must not be. */
    static Optional<String> bad(InputGroup group, TargetColumn column) {
        Optional<Integer> position = SchemaPlan.sourcePosition(group, column);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        String source = "c" + position.get();
        String value = group.value(position.get(), column.field().type(), column.origin());
        if (!column.field().nullable()) {
            return Optional.of("(" + value + ") IS NULL");
        }
        return value.equals(source)
                ? Optional.empty()
                : Optional.of("(" + source + " IS NOT NULL AND (" + value + ") IS NULL)");
    }
}
