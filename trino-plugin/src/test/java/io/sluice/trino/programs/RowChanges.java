package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Expressions.Scope;
import io.sluice.trino.programs.Step.Count;
import io.sluice.trino.programs.Step.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Statements that add, change and remove rows; the model says in plain queries what is there afterwards. */
final class RowChanges {
    private static final int MOST_ROWS = 6;

    private final Draw draw;
    private final RandomGenerator random;
    private final Expressions expressions;

    RowChanges(Draw draw, RandomGenerator random, Expressions expressions) {
        this.draw = draw;
        this.random = random;
        this.expressions = expressions;
    }

    /** Some rows for a table that has none yet. */
    Write fill(TableModel table) {
        List<Column> columns = table.columns();
        return append(
                table,
                columns,
                draw.percent(50) ? expressions.values(columns, draw.between(4, 12)) : expressions.query(columns));
    }

    Write insert(TableModel table) {
        return switch (draw.between(0, 3)) {
            case 0 -> append(table, table.columns(), expressions.values(table.columns(), draw.between(1, MOST_ROWS)));
            case 1 -> {
                List<Column> some = shuffledPart(table);
                yield append(table, some, expressions.values(some, draw.between(1, 3)));
            }
            case 2 -> {
                List<Column> some = shuffledPart(table);
                yield append(table, some, expressions.query(some));
            }
            default -> append(table, table.columns(), expressions.query(table.columns()));
        };
    }

    private static Write append(TableModel table, List<Column> given, String query) {
        String names = given.equals(table.columns()) ? "" : " (" + TableModel.names(given) + ")";
        String selected = table.columns().stream()
                .map(column -> column.as(given.contains(column) ? "w." + column.quoted() : "NULL"))
                .collect(Collectors.joining(", "));
        return new Write(
                "INSERT INTO %s%s %s".formatted(table.ref(), names, query),
                "%s UNION ALL SELECT %s, 'i' FROM (%s) AS w(%s)"
                        .formatted(table.rows(), selected, query, TableModel.names(given)),
                table,
                Count.TOLD);
    }

    /** Some columns, mostly with all that must not be null. */
    private List<Column> shuffledPart(TableModel table) {
        List<Column> columns = new ArrayList<>(table.columns().stream()
                .filter(column -> draw.percent(column.required() ? 98 : 75))
                .toList());
        if (columns.isEmpty()) {
            columns.add(table.columns().get(0));
        }
        Collections.shuffle(columns, new java.util.Random(random.nextLong()));
        return columns;
    }

    Write update(TableModel table) {
        Scope scope = new Scope("", table.columns());
        Map<Column, String> set = new LinkedHashMap<>();
        draw.some(table.columns()).forEach(column -> set.put(column, expressions.value(column, scope)));
        String where = draw.percent(10) ? "true" : expressions.condition(scope);
        String assignments = set.entrySet().stream()
                .map(entry -> entry.getKey().quoted() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
        String changed = table.columns().stream()
                .map(column -> set.containsKey(column)
                        ? column.as("IF(fits, %s, %s)".formatted(set.get(column), column.quoted()))
                        : column.quoted())
                .collect(Collectors.joining(", "));
        return new Write(
                "UPDATE %s SET %s WHERE %s".formatted(table.ref(), assignments, where),
                "SELECT %s, IF(fits, 'u') AS mark FROM (SELECT *, coalesce(%s, false) AS fits FROM %s)"
                        .formatted(changed, where, table.ref()),
                table,
                Count.TOLD);
    }

    Write delete(TableModel table) {
        boolean wholePartitions = !table.partitionColumns().isEmpty() && draw.percent(40);
        if (draw.percent(6)) {
            return new Write("TRUNCATE TABLE " + table.ref(), table.rows() + " WHERE false", table, Count.UNTOLD);
        }
        String where = wholePartitions
                ? expressions.decidable(table.partition())
                : draw.percent(4) ? "true" : expressions.condition(new Scope("", table.columns()));
        return new Write(
                "DELETE FROM %s WHERE %s".formatted(table.ref(), where),
                "%s WHERE NOT coalesce(%s, false)".formatted(table.rows(), where),
                table,
                Count.TOLD);
    }
}
