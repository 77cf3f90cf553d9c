package io.sluice.compat.differential;

import io.sluice.random.Draw;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Random expressions of a wanted type, and conditions. All are deterministic, exact and free of silent conversions, so
 * that two engines cannot differ by right.
 */
final class Expressions {
    private final Draw draw;
    private final World world;

    Expressions(Draw draw, World world) {
        this.draw = draw;
        this.world = world;
    }

    /**
     * Columns that an expression may name.
     *
     * @param prefix what stands before a column's name, with its dot; may be empty
     */
    record Scope(String prefix, List<Column> columns) {
        List<Column> ofType(ColumnType type) {
            return columns.stream().filter(column -> column.type() == type).toList();
        }

        String name(Column column) {
            return prefix + column.name();
        }
    }

    /** A literal for a column: now and then one that a rule of the column forbids. */
    String literal(Column column) {
        if (column.required() ? draw.percent(2) : draw.percent(15)) {
            return "NULL";
        }
        return draw.of(column.type().literals());
    }

    /** An expression for a column, whose type is that of the column. */
    String value(Column target, Scope scope) {
        int kind = draw.between(0, 9);
        List<Column> same = scope.ofType(target.type());
        if (kind < 3 || (same.isEmpty() && kind < 8)) {
            return target.type().typed(literal(target));
        }
        if (kind == 3 && !target.required()) {
            return largest(target, scope);
        }
        if (same.isEmpty()) {
            return target.type().typed(draw.of(target.type().literals()));
        }
        String column = scope.name(draw.of(same));
        if (kind == 4) {
            return "CASE WHEN %s THEN %s ELSE %s END"
                    .formatted(condition(scope), column, target.type().typed(literal(target)));
        }
        if (kind == 5) {
            return "coalesce(%s, %s)"
                    .formatted(column, target.type().typed(draw.of(target.type().literals())));
        }
        return kind == 6 ? column : changed(target.type(), column);
    }

    private String changed(ColumnType type, String column) {
        return switch (type) {
            case BIGINT, INTEGER -> type.typed(column + draw.of(" + 1", " - 3", " * 2", " % 3"));
            case DOUBLE -> "(" + column + draw.of(" + 0.25::DOUBLE", " * 2::DOUBLE", " - 1::DOUBLE") + ")";
            case DECIMAL, WIDE_DECIMAL -> type.typed(column + draw.of(" + 1.25", " - 0.50", " * 2"));
            case VARCHAR ->
                draw.of("(%s || '+')", "upper(%s)", "concat(%s, 'x')", "substr(%s, 1, 1)")
                        .formatted(column);
            case BOOLEAN -> "(NOT " + column + ")";
            case TIMESTAMP -> "(" + column + draw.of(" + INTERVAL 90 MINUTE", " - INTERVAL 1 DAY") + ")";
            case DATE -> type.typed(column + draw.of(" + INTERVAL 1 DAY", " - INTERVAL 1 MONTH"));
        };
    }

    /** A scalar subquery over some table. */
    private String largest(Column target, Scope scope) {
        TableModel other = world.anyTable(draw);
        List<Column> same = other.columns().stream()
                .filter(column -> column.type() == target.type())
                .toList();
        if (same.isEmpty() || target.type() == ColumnType.BOOLEAN) {
            return target.type().typed("NULL");
        }
        Scope inner = new Scope("q.", other.columns());
        String function = draw.of("max", "min");
        return "(SELECT %s(q.%s) FROM %s AS q WHERE %s)"
                .formatted(
                        function,
                        draw.of(same).name(),
                        other.name(),
                        simple(draw.percent(30) ? join(inner, scope) : inner));
    }

    private static Scope join(Scope inner, Scope outer) {
        return outer.prefix().isEmpty() ? inner : outer;
    }

    /** A condition over the columns, at times with a subquery. */
    String condition(Scope scope) {
        int kind = draw.between(0, 11);
        if (kind < 6) {
            return simple(scope);
        } else if (kind == 6) {
            return simple(scope) + " AND " + simple(scope);
        } else if (kind == 7) {
            return "(" + simple(scope) + " OR " + simple(scope) + ")";
        } else if (kind == 8) {
            return "NOT (" + simple(scope) + ")";
        } else if (kind == 9) {
            return draw.percent(30) ? "true" : simple(scope);
        }
        return membership(scope);
    }

    private String membership(Scope scope) {
        TableModel other = world.anyTable(draw);
        Column column = draw.of(scope.columns());
        List<Column> same = other.columns().stream()
                .filter(each -> each.type() == column.type())
                .toList();
        if (same.isEmpty()) {
            return simple(scope);
        }
        String theirs = draw.of(same).name();
        Scope inner = new Scope("q.", other.columns());
        if (draw.percent(50) || scope.prefix().isEmpty()) {
            return "%s IN (SELECT q.%s FROM %s AS q WHERE %s)"
                    .formatted(scope.name(column), theirs, other.name(), simple(inner));
        }
        return "%s (SELECT 1 FROM %s AS q WHERE q.%s = %s AND %s)"
                .formatted(draw.of("EXISTS", "NOT EXISTS"), other.name(), theirs, scope.name(column), simple(inner));
    }

    /** A condition about one column. */
    String simple(Scope scope) {
        Column column = draw.of(scope.columns());
        String name = scope.name(column);
        List<String> literals = column.type().literals();
        return switch (draw.between(0, 6)) {
            case 0 -> name + draw.of(" IS NULL", " IS NOT NULL");
            case 1 -> "%s IN (%s, %s)".formatted(name, draw.of(literals), draw.of(literals));
            case 2 -> "%s BETWEEN %s AND %s".formatted(name, draw.of(literals), draw.of(literals));
            case 3 ->
                column.type() == ColumnType.VARCHAR
                        ? name + " LIKE " + draw.of("'a%'", "'%a%'", "'_'")
                        : name + " <> " + draw.of(literals);
            default -> name + draw.of(" = ", " = ", " < ", " >= ", " > ") + draw.of(literals);
        };
    }

    /** Rows for VALUES, in the order of the columns. */
    String values(List<Column> columns, int rows) {
        StringBuilder sql = new StringBuilder("VALUES ");
        for (int i = 0; i < rows; i++) {
            String row = columns.stream().map(this::literal).collect(Collectors.joining(", ", "(", ")"));
            sql.append(i == 0 ? "" : ", ").append(row);
        }
        return sql.toString();
    }

    /** A query with columns of these names and types, from literals or from a table. */
    String query(List<Column> columns) {
        if (draw.percent(30)) {
            String typed = columns.stream()
                    .map(column -> column.type().typed("v." + column.name()) + " AS " + column.name())
                    .collect(Collectors.joining(", "));
            String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
            return "SELECT %s FROM (%s) AS v(%s)".formatted(typed, values(columns, draw.between(1, 6)), names);
        }
        TableModel source = world.anyTable(draw);
        Scope scope = new Scope("s.", source.columns());
        String selected = columns.stream()
                .map(column -> value(column, scope) + " AS " + column.name())
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s AS s WHERE %s".formatted(selected, source.name(), condition(scope));
    }

    /** A source with the columns of the target and each key once. */
    String distinct(TableModel target, Column key) {
        String inner = query(target.columns());
        String columns = target.columns().stream()
                .map(column -> column.equals(key)
                        ? "u." + column.name()
                        : "max(u.%s) AS %s".formatted(column.name(), column.name()))
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM (%s) AS u GROUP BY u.%s".formatted(columns, inner, key.name());
    }
}
