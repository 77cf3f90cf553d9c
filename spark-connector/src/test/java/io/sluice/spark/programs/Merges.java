package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Expressions.Scope;
import io.sluice.spark.programs.Step.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * MERGE with all kinds of clauses, from a source that has each key once. The model is one outer join, in which each
 * column of each row is decided by the first clause that fits.
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

    /** A column that rows are found by. */
    static Optional<Column> key(TableModel target) {
        return target.columns().stream()
                .filter(column -> Values.isKey(column.type()))
                .findFirst();
    }

    Write merge(TableModel target, Column key) {
        Scope to = new Scope("t.", target.columns());
        Scope from = new Scope("s.", target.columns());
        List<Clause> matched = clauses(draw.between(0, 2), to, from, () -> whenMatched(target, to, from));
        List<Clause> missing =
                clauses(draw.between(matched.isEmpty() ? 1 : 0, 2), from, from, () -> insert(target, from));
        List<Clause> alone =
                clauses(draw.percent(35) ? draw.between(1, 2) : 0, to, to, () -> whenMatched(target, to, to));
        String source = expressions.distinct(target.columns(), key);
        String on = "t.%1$s = s.%1$s".formatted(key.quoted())
                + (draw.percent(15) ? " AND " + expressions.simple(draw.of(to, from)) : "");
        List<String> parts = new ArrayList<>();
        matched.forEach(clause -> parts.add(clause.sql("MATCHED")));
        missing.forEach(clause -> parts.add(clause.sql("NOT MATCHED")));
        alone.forEach(clause -> parts.add(clause.sql("NOT MATCHED BY SOURCE")));
        String sql = "MERGE INTO %s AS t USING (%s) AS s ON %s %s"
                .formatted(target.name(), source, on, String.join(" ", parts));
        String rows =
                "SELECT %s FROM (SELECT *, 1 AS there FROM %s) AS t FULL OUTER JOIN (SELECT *, 1 AS there FROM (%s)) AS s ON %s WHERE %s"
                        .formatted(
                                target.columns().stream()
                                        .map(column ->
                                                value(column, matched, missing, alone) + " AS " + column.quoted())
                                        .collect(Collectors.joining(", ")),
                                target.name(),
                                source,
                                on,
                                kept(matched, missing, alone));
        return Write.of(sql, rows, target);
    }

    private static String value(Column column, List<Clause> matched, List<Clause> missing, List<Clause> alone) {
        String old = "t." + column.quoted();
        return "CASE WHEN t.there IS NULL THEN %s WHEN s.there IS NULL THEN %s ELSE %s END"
                .formatted(
                        first(missing, column, Values.typed("NULL", column.type())),
                        first(alone, column, old),
                        first(matched, column, old));
    }

    private static String first(List<Clause> clauses, Column column, String otherwise) {
        if (clauses.isEmpty()) {
            return otherwise;
        }
        return clauses.stream()
                .map(clause -> "WHEN %s THEN %s"
                        .formatted(clause.when(), clause.values().getOrDefault(column, otherwise)))
                .collect(Collectors.joining(" ", "CASE ", " ELSE " + otherwise + " END"));
    }

    private static String kept(List<Clause> matched, List<Clause> missing, List<Clause> alone) {
        return "CASE WHEN t.there IS NULL THEN %s WHEN s.there IS NULL THEN %s ELSE %s END"
                .formatted(kept(missing, "false"), kept(alone, "true"), kept(matched, "true"));
    }

    private static String kept(List<Clause> clauses, String otherwise) {
        if (clauses.isEmpty()) {
            return otherwise;
        }
        return clauses.stream()
                .map(clause -> "WHEN %s THEN %s".formatted(clause.when(), clause.removes() ? "false" : "true"))
                .collect(Collectors.joining(" ", "CASE ", " ELSE " + otherwise + " END"));
    }

    private interface Actions {
        /** What a clause with no condition does. */
        Clause next();
    }

    /** So many clauses; only the last one may have no condition. */
    private List<Clause> clauses(int count, Scope one, Scope other, Actions actions) {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Clause action = actions.next();
            boolean last = i == count - 1;
            String condition = last && draw.percent(60) ? "" : expressions.simple(draw.of(one, other));
            clauses.add(new Clause(condition, action.values(), action.text()));
        }
        return clauses;
    }

    private Clause whenMatched(TableModel target, Scope to, Scope from) {
        Map<Column, String> values = new LinkedHashMap<>();
        int kind = draw.between(0, 4);
        if (kind == 0) {
            return new Clause("", values, "DELETE");
        } else if (kind == 1 && !to.equals(from)) {
            target.columns().forEach(column -> values.put(column, from.name(column)));
            return new Clause("", values, "UPDATE SET *");
        }
        draw.some(target.columns()).forEach(column -> values.put(column, operand(column, draw.of(to, from))));
        String text = values.entrySet().stream()
                .map(entry -> "t." + entry.getKey().quoted() + " = " + entry.getValue())
                .collect(Collectors.joining(", ", "UPDATE SET ", ""));
        return new Clause("", values, text);
    }

    private String operand(Column column, Scope scope) {
        return draw.percent(30) ? expressions.literal(column) : expressions.value(column, scope);
    }

    private Clause insert(TableModel target, Scope from) {
        Map<Column, String> values = new LinkedHashMap<>();
        if (draw.percent(50)) {
            target.columns().forEach(column -> values.put(column, from.name(column)));
            return new Clause("", values, "INSERT *");
        }
        List<Column> some = target.columns().stream()
                .filter(column -> draw.percent(column.required() ? 98 : 80))
                .toList();
        List<Column> named = some.isEmpty() ? target.columns() : some;
        named.forEach(column -> values.put(column, operand(column, from)));
        String text = "INSERT (%s) VALUES (%s)".formatted(TableModel.names(named), String.join(", ", values.values()));
        target.columns().forEach(column -> values.putIfAbsent(column, Values.typed("NULL", column.type())));
        return new Clause("", values, text);
    }
}
