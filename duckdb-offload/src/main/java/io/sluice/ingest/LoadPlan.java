package io.sluice.ingest;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.MissingValue;
import io.sluice.duckdb.SqlText;
import io.sluice.ingest.InputGroup.BadRecords;
import io.sluice.table.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one statement that reads all files and makes the table's rows of them. Pure. */
record LoadPlan(SchemaPlan schema, List<InputGroup> groups, int threads) {
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
            List<InputFile> files = group.files();
            int step = group.filesPerScan(threads);
            for (int from = 0; from < files.size(); from += step) {
                List<InputFile> some = files.subList(from, Math.min(files.size(), from + step));
                parts.add(part(group, some, badRecords));
            }
        }
        return String.join(" UNION ALL ", parts);
    }

    private String part(InputGroup group, List<InputFile> files, BadRecords badRecords) {
        // A CASE costs less than a condition, which makes DuckDB copy or mark every vector.
        boolean exact = badRecords == BadRecords.FAIL;
        List<String> columns = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            Optional<String> good = good(group, i);
            String value = good.isPresent() && exact
                    ? "CASE WHEN %s THEN v%d ELSE error('a bad value') END".formatted(good.get(), i)
                    : "v" + i;
            columns.add(
                    value + " AS " + SqlText.identifier(schema.columns().get(i).name()));
            good.ifPresent(condition -> conditions.add("(" + condition + ")"));
        }
        return "SELECT %s FROM %s%s"
                .formatted(
                        String.join(", ", columns),
                        values(group, files, badRecords),
                        exact || conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /**
     * SQL of a relation with the content of the group's columns as {@code c0} and so on, and the table's columns as
     * {@code v0} and so on.
     */
    String values(InputGroup group, List<InputFile> files, BadRecords badRecords) {
        List<String> columns = new ArrayList<>();
        columns.add("*");
        for (int i = 0; i < schema.columns().size(); i++) {
            Field field = schema.columns().get(i).field();
            columns.add(
                    conversion(group, i).map(Conversion::value).orElseGet(() -> MissingValue.sql(field)) + " AS v" + i);
        }
        return "(SELECT " + String.join(", ", columns) + " FROM " + group.scan(files, badRecords) + ")";
    }

    private Optional<Conversion> conversion(InputGroup group, int column) {
        TargetColumn target = schema.columns().get(column);
        return SchemaPlan.sourcePosition(group, target)
                .map(position ->
                        group.conversion(position, "v" + column, target.field().type(), target.origin()));
    }

    /** SQL that is true where a column of the table has a good value, over {@link #values}; empty if it always has. */
    Optional<String> good(InputGroup group, int column) {
        TargetColumn target = schema.columns().get(column);
        Optional<Conversion> conversion = conversion(group, column);
        if (conversion.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> check = conversion.get().check();
        if (!target.field().nullable()) {
            return Optional.of(check.map(text -> "(v%d IS NOT NULL AND (%s))".formatted(column, text))
                    .orElse("v" + column + " IS NOT NULL"));
        }
        int position = SchemaPlan.sourcePosition(group, target).orElseThrow();
        return check.map(text -> text + " OR c" + position + " IS NULL");
    }
}
