package io.sluice.spark.programs;

import io.sluice.random.Draw;
import io.sluice.spark.programs.Expressions.Scope;
import io.sluice.spark.programs.Step.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Statements that add, replace, change and remove rows; the model says in plain queries what is there afterwards. */
final class RowChanges {
    private static final int MOST_ROWS = 6;
    private static final String OVERWRITE_MODE = "spark.sql.sources.partitionOverwriteMode";

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
        return append(
                table,
                "INSERT INTO " + table.name(),
                table.columns(),
                expressions.values(table.columns(), draw.between(4, 12)));
    }

    Write insert(TableModel table) {
        String verb = "INSERT INTO " + table.name();
        return switch (draw.between(0, 5)) {
            case 0, 1 ->
                append(table, verb, table.columns(), expressions.values(table.columns(), draw.between(1, MOST_ROWS)));
            case 2 -> {
                List<Column> some = shuffledPart(table);
                yield append(
                        table,
                        "%s (%s)".formatted(verb, TableModel.names(some)),
                        some,
                        expressions.values(some, draw.between(1, 3)));
            }
            case 3 -> {
                List<Column> some = shuffledPart(table);
                yield append(table, verb + " BY NAME", some, expressions.query(some));
            }
            case 4 ->
                append(
                        table,
                        verb,
                        table.columns(),
                        "SELECT /*+ REPARTITION(2) */ * FROM (%s)".formatted(expressions.query(table.columns())));
            default -> append(table, verb, table.columns(), expressions.query(table.columns()));
        };
    }

    private static Write append(TableModel table, String verb, List<Column> given, String query) {
        return Write.of(
                verb + " " + query,
                "SELECT * FROM %s UNION ALL %s".formatted(table.name(), ordered(table, given, query, Map.of())),
                table);
    }

    /** The rows of a query with all columns of the table; null, or what is fixed, for those it does not give. */
    private static String ordered(TableModel table, List<Column> given, String query, Map<String, String> fixed) {
        String selected = table.columns().stream()
                .map(column -> given.contains(column)
                        ? "w." + column.quoted()
                        : Values.typed(fixed.getOrDefault(column.name(), "NULL"), column.type()) + " AS "
                                + column.quoted())
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM (%s) AS w(%s)".formatted(selected, query, TableModel.names(given));
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

    /** Replaces all rows, those of one partition, or those of the partitions that the query has rows for. */
    Write overwrite(TableModel table) {
        if (table.partitionColumns().isEmpty() || draw.percent(25)) {
            String query = expressions.query(table.columns());
            return Write.of("INSERT OVERWRITE %s %s".formatted(table.name(), query), query, table);
        }
        return switch (draw.between(0, 2)) {
            case 0 -> overwritePartitions(table);
            case 1 -> overwriteWhere(table);
            default -> insertIntoPartition(table);
        };
    }

    private Write overwritePartitions(TableModel table) {
        String query = expressions.query(table.columns());
        String same = table.partition().stream()
                .map(column -> "t.%1$s <=> w.%1$s".formatted(column.quoted()))
                .collect(Collectors.joining(" AND "));
        return Write.of(
                        "INSERT OVERWRITE %s %s".formatted(table.name(), query),
                        "SELECT t.* FROM %s AS t LEFT ANTI JOIN (SELECT %s FROM (%s)) AS w ON %s UNION ALL %s"
                                .formatted(table.name(), TableModel.names(table.partition()), query, same, query),
                        table)
                .with(OVERWRITE_MODE, "dynamic");
    }

    private Write overwriteWhere(TableModel table) {
        String condition = expressions.decidable(draw.of(table.partition()));
        String query = "SELECT * FROM (%s) AS w WHERE %s".formatted(expressions.query(table.columns()), condition);
        return Write.of(
                "INSERT INTO %s REPLACE WHERE %s %s".formatted(table.name(), condition, query),
                "SELECT * FROM %s WHERE NOT coalesce(%s, false) UNION ALL %s".formatted(table.name(), condition, query),
                table);
    }

    /** The rows of the query have all columns but the one that the statement fixes. */
    private Write insertIntoPartition(TableModel table) {
        Column fixed = table.partition().get(0);
        List<Column> others =
                table.columns().stream().filter(each -> !each.equals(fixed)).toList();
        String value = new Values(draw).literal(fixed.type());
        String query = expressions.query(others);
        Map<String, String> values = new LinkedHashMap<>(Map.of(fixed.name(), value));
        String clause = "%s PARTITION (%s = %s) %s".formatted(table.name(), fixed.quoted(), value, query);
        String added = ordered(table, others, query, values);
        return draw.percent(50)
                ? Write.of(
                        "INSERT INTO " + clause, "SELECT * FROM %s UNION ALL %s".formatted(table.name(), added), table)
                : Write.of(
                        "INSERT OVERWRITE " + clause,
                        "SELECT * FROM %s WHERE NOT coalesce(%s = %s, false) UNION ALL %s"
                                .formatted(table.name(), fixed.quoted(), value, added),
                        table);
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
                .map(column -> set.getOrDefault(column, column.quoted()) + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
        return Write.of(
                "UPDATE %s SET %s WHERE %s".formatted(table.name(), assignments, where),
                "SELECT %s FROM %s WHERE %s UNION ALL SELECT * FROM %s WHERE NOT coalesce(%s, false)"
                        .formatted(changed, table.name(), where, table.name(), where),
                table);
    }

    Write delete(TableModel table) {
        if (draw.percent(6)) {
            return Write.of(
                    "TRUNCATE TABLE " + table.name(), "SELECT * FROM %s WHERE false".formatted(table.name()), table);
        }
        List<Column> named =
                table.partitionColumns().isEmpty() || draw.percent(70) ? table.columns() : table.partition();
        String where = draw.percent(4) ? "true" : expressions.condition(new Scope("", named));
        return Write.of(
                "DELETE FROM %s WHERE %s".formatted(table.name(), where),
                "SELECT * FROM %s WHERE NOT coalesce(%s, false)".formatted(table.name(), where),
                table);
    }
}
