package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Expressions.Scope;
import io.sluice.trino.programs.Step.Count;
import io.sluice.trino.programs.Step.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * MERGE with all kinds of clauses, from a source that has each key once. The model is an outer join, in which each
 * column of each row is decided by the first clause that fits, and the rows of the source that no row fits.
 */
final class Merges {
    private final Draw draw;
    private final Expressions expressions;

    Merges(Draw draw, Expressions expressions) {
        this.draw = draw;
        this.expressions = expressions;
    }

    /**
     * A clause.
     *
     * @param condition empty for none
     * @param values of the new row; empty if the row goes
     */
    private record Clause(String condition, Map<Column, String> values, String text) {
        boolean removes() {
            return values.isEmpty();
        }

        String when() {
            return condition.isEmpty() ? "true" : condition;
        }

        String sql(String kind) {
            return "WHEN %s%s THEN %s".formatted(kind, condition.isEmpty() ? "" : " AND " + condition, text);
        }
    }

    Write merge(TableModel target, Column key) {
        Scope to = new Scope("t.", target.columns());
        Scope from = new Scope("s.", target.columns());
        List<Clause> matched = clauses(draw.between(0, 2), draw.of(to, from), () -> whenMatched(target, to, from));
        List<Clause> missing = clauses(draw.between(matched.isEmpty() ? 1 : 0, 2), from, () -> insert(target, from));
        String source = expressions.distinct(target.columns(), key);
        String on = "t.%1$s = s.%1$s".formatted(key.quoted())
                + (draw.percent(15) ? " AND " + expressions.simple(draw.of(to, from)) : "");
        List<String> parts = new ArrayList<>();
        matched.forEach(clause -> parts.add(clause.sql("MATCHED")));
        missing.forEach(clause -> parts.add(clause.sql("NOT MATCHED")));
        String sql = "MERGE INTO %s AS t USING (%s) AS s ON %s %s"
                .formatted(target.ref(), source, on, String.join(" ", parts));
        String added = missing.isEmpty() ? "" : " UNION ALL " + added(target, missing, source, on);
        return new Write(sql, kept(target, matched, source, on) + added, target, Count.TOLD);
    }

    /** The rows that were there, without those that go. */
    private static String kept(TableModel target, List<Clause> matched, String source, String on) {
        String columns = target.columns().stream()
                .map(column ->
                        column.as(first(matched, clause -> clause.values().get(column), "t." + column.quoted())))
                .collect(Collectors.joining(", "));
        return "SELECT %s, %s AS mark FROM %s AS t LEFT JOIN (SELECT *, 1 AS there FROM (%s)) AS s ON %s WHERE %s"
                .formatted(
                        columns,
                        first(matched, clause -> "'u'", "CAST(NULL AS varchar)"),
                        target.ref(),
                        source,
                        on,
                        first(matched, clause -> clause.removes() ? "false" : "true", "true"));
    }

    private interface Outcome {
        /** Null for what was there before. */
        String of(Clause clause);
    }

    private static String first(List<Clause> clauses, Outcome outcome, String otherwise) {
        return clauses.stream()
                .map(clause -> {
                    String value = outcome.of(clause);
                    return " WHEN %s THEN %s".formatted(clause.when(), value == null ? otherwise : value);
                })
                .collect(Collectors.joining(
                        "", "CASE WHEN s.there IS NULL THEN " + otherwise, " ELSE " + otherwise + " END"));
    }

    private static String added(TableModel target, List<Clause> missing, String source, String on) {
        String columns = target.columns().stream()
                .map(column -> column.as(missing.stream()
                        .map(clause -> "WHEN %s THEN %s"
                                .formatted(clause.when(), clause.values().get(column)))
                        .collect(Collectors.joining(" ", "CASE ", " END"))))
                .collect(Collectors.joining(", "));
        String fits = missing.stream().map(clause -> "(" + clause.when() + ")").collect(Collectors.joining(" OR "));
        return "SELECT %s, 'i' FROM (%s) AS s LEFT JOIN (SELECT *, 1 AS there FROM %s) AS t ON %s WHERE t.there IS NULL AND (%s)"
                .formatted(columns, source, target.ref(), on, fits);
    }

    private interface Actions {
        /** What a clause with no condition does. */
        Clause next();
    }

    /** So many clauses; only the last one may have no condition. */
    private List<Clause> clauses(int count, Scope scope, Actions actions) {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Clause action = actions.next();
            boolean last = i == count - 1;
            String condition = last && draw.percent(60) ? "" : expressions.simple(scope);
            clauses.add(new Clause(condition, action.values(), action.text()));
        }
        return clauses;
    }

    private Clause whenMatched(TableModel target, Scope to, Scope from) {
        Map<Column, String> values = new LinkedHashMap<>();
        int kind = draw.between(0, 4);
        if (kind == 0) {
            return new Clause("", values, "DELETE");
        }
        draw.some(target.columns()).forEach(column -> values.put(column, operand(column, draw.of(to, from))));
        String text = values.entrySet().stream()
                .map(entry -> entry.getKey().quoted() + " = " + entry.getValue())
                .collect(Collectors.joining(", ", "UPDATE SET ", ""));
        return new Clause("", values, text);
    }

    private String operand(Column column, Scope scope) {
        return draw.percent(30) ? expressions.literal(column) : expressions.value(column, scope);
    }

    private Clause insert(TableModel target, Scope from) {
        Map<Column, String> values = new LinkedHashMap<>();
        List<Column> some = target.columns().stream()
                .filter(column -> draw.percent(column.required() ? 98 : 80))
                .toList();
        List<Column> named = some.isEmpty() ? target.columns() : some;
        named.forEach(column -> values.put(column, operand(column, from)));
        String text = "INSERT (%s) VALUES (%s)".formatted(TableModel.names(named), String.join(", ", values.values()));
        target.columns().forEach(column -> values.putIfAbsent(column, Values.typed("NULL", column.shape())));
        return new Clause("", values, text);
    }
}
