package io.sluice.compat.differential;

import io.sluice.compat.differential.Expressions.Scope;
import io.sluice.compat.differential.Step.Write;
import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * MERGE with all kinds of clauses. Most sources have each key once; where one has it twice, the statement may have to
 * fail, as a row must not be changed twice.
 */
final class Merges {
    private final Draw draw;

    private final Expressions expressions;

    Merges(Draw draw, Expressions expressions) {
        this.draw = draw;
        this.expressions = expressions;
    }

    Write merge(TableModel target) {
        Column key = key(target);
        Scope to = new Scope("t.", target.columns());
        Scope from = new Scope("s.", target.columns());
        List<String> clauses = clauses(target, to, from);
        boolean repeats = draw.percent(10) && !onlyDeletes(clauses);
        String more = draw.percent(15) ? " AND " + expressions.simple(draw.of(to, from)) : "";
        String sql = "MERGE INTO %s AS t USING (%s) AS s ON t.%s = s.%s%s %s"
                .formatted(
                        target.name(),
                        repeats ? expressions.query(target.columns()) : expressions.distinct(target, key),
                        key.name(),
                        key.name(),
                        more,
                        String.join(" ", clauses));
        return Write.same(sql, target);
    }

    /** A deletion may be repeated, says Delta; DuckDB says that it may not. */
    private static boolean onlyDeletes(List<String> clauses) {
        return clauses.stream()
                .filter(clause -> clause.startsWith("WHEN MATCHED"))
                .allMatch(clause -> clause.endsWith("DELETE"));
    }

    /** A column that rows are found by. */
    static Column key(TableModel target) {
        return target.columns().stream()
                .filter(column -> column.type() != ColumnType.DOUBLE)
                .findFirst()
                .orElse(target.columns().get(0));
    }

    private List<String> clauses(TableModel target, Scope to, Scope from) {
        List<String> clauses = new ArrayList<>();
        while (clauses.isEmpty()) {
            for (String condition : conditions(draw.between(0, 2), to, from)) {
                clauses.add("WHEN MATCHED" + condition + " THEN " + whenMatched(target, to, from));
            }
            for (String condition : conditions(draw.between(0, 2), from, from)) {
                clauses.add("WHEN NOT MATCHED" + condition + " THEN " + whenMissing(target, from));
            }
            for (String condition : conditions(draw.percent(35) ? draw.between(1, 2) : 0, to, to)) {
                clauses.add("WHEN NOT MATCHED BY SOURCE" + condition + " THEN "
                        + (draw.percent(40) ? "DELETE" : "UPDATE SET " + assignments(target, to, to)));
            }
        }
        return clauses;
    }

    /** Conditions of so many clauses; only the last one may have none. */
    private List<String> conditions(int count, Scope one, Scope other) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            conditions.add(last && draw.percent(60) ? "" : " AND " + expressions.simple(draw.of(one, other)));
        }
        return conditions;
    }

    private String whenMatched(TableModel target, Scope to, Scope from) {
        return switch (draw.between(0, 4)) {
            case 0 -> "UPDATE SET *";
            case 1 -> "DELETE";
            default -> "UPDATE SET " + assignments(target, to, from);
        };
    }

    private String assignments(TableModel target, Scope to, Scope from) {
        return draw.some(target.columns()).stream()
                .map(column -> column.name() + " = " + operand(column, draw.of(to, from)))
                .collect(Collectors.joining(", "));
    }

    private String operand(Column column, Scope scope) {
        List<Column> same = scope.ofType(column.type());
        if (draw.percent(20) || same.isEmpty()) {
            return column.type().typed(expressions.literal(column));
        }
        String name = scope.name(draw.of(same));
        return draw.percent(50)
                ? name
                : "CASE WHEN %s THEN %s ELSE %s END"
                        .formatted(
                                expressions.simple(scope),
                                name,
                                column.type().typed(draw.of(column.type().literals())));
    }

    private String whenMissing(TableModel target, Scope from) {
        if (draw.percent(50)) {
            return "INSERT *";
        }
        List<Column> columns = target.columns().stream()
                .filter(column -> draw.percent(column.required() ? 98 : 80))
                .toList();
        List<Column> named = columns.isEmpty() ? target.columns() : columns;
        return "INSERT (%s) VALUES (%s)"
                .formatted(
                        Definitions.names(named),
                        named.stream().map(column -> operand(column, from)).collect(Collectors.joining(", ")));
    }
}
