package io.sluice.compat.differential;

import io.sluice.compat.differential.Expressions.Scope;
import io.sluice.compat.differential.Step.Write;
import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Statements that add, replace, change and remove rows. */
final class RowChanges {
    private static final int MOST_ROWS = 8;

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
        return Write.same(
                "INSERT INTO %s %s".formatted(table.name(), expressions.values(table.columns(), draw.between(4, 16))),
                table);
    }

    Write insert(TableModel table) {
        return switch (draw.between(0, 5)) {
            case 0, 1, 2 ->
                Write.same(
                        "INSERT INTO %s %s"
                                .formatted(
                                        table.name(), expressions.values(table.columns(), draw.between(1, MOST_ROWS))),
                        table);
            case 3 -> insertSome(table);
            case 4 -> insertByName(table);
            default ->
                Write.same("INSERT INTO %s %s".formatted(table.name(), expressions.query(table.columns())), table);
        };
    }

    private Write insertSome(TableModel table) {
        List<Column> columns = shuffledPart(table);
        return Write.same(
                "INSERT INTO %s (%s) %s"
                        .formatted(
                                table.name(),
                                Definitions.names(columns),
                                expressions.values(columns, draw.between(1, 3))),
                table);
    }

    private Write insertByName(TableModel table) {
        return Write.same(
                "INSERT INTO %s BY NAME %s".formatted(table.name(), expressions.query(shuffledPart(table))), table);
    }

    /** Some columns, mostly with all that must not be null. */
    private List<Column> shuffledPart(TableModel table) {
        List<Column> columns = new ArrayList<>(table.columns().stream()
                .filter(column -> draw.percent(column.required() ? 95 : 75))
                .toList());
        if (columns.isEmpty()) {
            columns.add(table.columns().get(0));
        }
        Collections.shuffle(columns, new java.util.Random(random.nextLong()));
        return columns;
    }

    /** Replaces all rows, those of a condition, or those of the partitions that the query has rows for. */
    Write overwrite(TableModel table) {
        String name = table.name();
        int kind = draw.between(0, 3);
        if (kind < 2 && !table.partitionColumns().isEmpty()) {
            return overwritePartitions(table);
        }
        String query = expressions.query(table.columns());
        if (kind == 2) {
            String condition = expressions.simple(new Scope("", table.columns()));
            String fitting = "SELECT * FROM (%s) AS w WHERE %s".formatted(query, condition);
            return overwrite(Spelling.overwriteWhere(name, condition, fitting), table, fitting, condition);
        }
        return overwrite(Spelling.overwrite(name, query), table, query, "true");
    }

    /** The partition columns are the last ones of the query. */
    private Write overwritePartitions(TableModel table) {
        List<Column> ordered = new ArrayList<>(table.columns());
        ordered.removeIf(table::partitionedBy);
        table.columns().stream().filter(table::partitionedBy).forEach(ordered::add);
        String query = expressions.query(ordered);
        String partition = table.partitionColumns().get(0);
        String alone = table.name().substring(table.name().indexOf('.') + 1);
        return overwrite(
                Spelling.overwritePartitions(table.name(), partition, query),
                table,
                query,
                "EXISTS (SELECT 1 FROM new_rows AS q WHERE q.%1$s IS NOT DISTINCT FROM %2$s.%1$s)"
                        .formatted(partition, alone));
    }

    private static Write overwrite(String sql, TableModel table, String query, String replaced) {
        return Write.of(
                sql,
                List.of(
                        "CREATE OR REPLACE TEMP TABLE new_rows AS " + query,
                        "DELETE FROM " + table.name() + " WHERE " + replaced,
                        "INSERT INTO " + table.name() + " BY NAME FROM new_rows"),
                table);
    }

    Write update(TableModel table) {
        Scope scope = draw.percent(50) ? new Scope("t.", table.columns()) : new Scope("", table.columns());
        String alias = scope.prefix().isEmpty() ? "" : " AS t";
        String set = assignments(table, scope);
        String where = draw.percent(10) ? "" : " WHERE " + expressions.condition(scope);
        return Write.same("UPDATE %s%s SET %s%s".formatted(table.name(), alias, set, where), table);
    }

    /** From a source that has each key once, so that it is certain which values a row gets. */
    Write updateFrom(TableModel table) {
        Column key = Merges.key(table);
        Scope to = new Scope("t.", table.columns());
        Scope from = new Scope("s.", table.columns());
        String set = draw.some(table.columns()).stream()
                .map(column -> column.name() + " = " + expressions.value(column, draw.of(to, from)))
                .collect(Collectors.joining(", "));
        String sql = "UPDATE %s AS t SET %s FROM (%s) AS s WHERE t.%s = s.%s%s"
                .formatted(
                        table.name(),
                        set,
                        expressions.distinct(table, key),
                        key.name(),
                        key.name(),
                        draw.percent(30) ? " AND " + expressions.simple(draw.of(to, from)) : "");
        return Write.same(sql, table);
    }

    /** A row of the target may fit several of the source. */
    Write deleteUsing(TableModel table) {
        Column key = Merges.key(table);
        Scope either = draw.percent(50) ? new Scope("t.", table.columns()) : new Scope("s.", table.columns());
        String sql = "DELETE FROM %s AS t USING (%s) AS s WHERE t.%s = s.%s%s"
                .formatted(
                        table.name(),
                        expressions.query(table.columns()),
                        key.name(),
                        key.name(),
                        draw.percent(40) ? " AND " + expressions.simple(either) : "");
        return Write.same(sql, table);
    }

    private String assignments(TableModel table, Scope scope) {
        return draw.some(table.columns()).stream()
                .map(column -> column.name() + " = " + expressions.value(column, scope))
                .collect(Collectors.joining(", "));
    }

    Write delete(TableModel table) {
        if (draw.percent(6)) {
            return Write.same("TRUNCATE TABLE " + table.name(), table);
        }
        Scope scope = new Scope("", table.columns());
        String where = draw.percent(4) ? "" : " WHERE " + expressions.condition(scope);
        return Write.same("DELETE FROM %s%s".formatted(table.name(), where), table);
    }
}
