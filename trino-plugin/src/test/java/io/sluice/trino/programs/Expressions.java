package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Shape.Atom;
import io.sluice.trino.programs.Shape.Part;
import io.sluice.trino.programs.Shape.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random expressions of a wanted type, and conditions. All are deterministic. */
final class Expressions {
    private final Draw draw;
    private final World world;
    private final Values values;

    Expressions(Draw draw, World world) {
        this.draw = draw;
        this.world = world;
        this.values = new Values(draw);
    }

    /**
     * Columns that an expression may name.
     *
     * @param prefix what stands before a column's name, with its dot; may be empty
     */
    record Scope(String prefix, List<Column> columns) {
        List<Column> ofShape(Shape shape) {
            return columns.stream()
                    .filter(column -> column.shape().equals(shape))
                    .toList();
        }

        String name(Column column) {
            return prefix + column.quoted();
        }

        /** Columns, and fields within them, that have no parts. */
        List<Place> places() {
            List<Place> places = new ArrayList<>();
            columns.forEach(column -> add(name(column), column.shape(), places));
            return places;
        }

        private static void add(String path, Shape shape, List<Place> places) {
            if (shape instanceof Atom atom) {
                places.add(new Place(path, atom));
            } else if (shape instanceof Struct struct) {
                for (Part part : struct.parts()) {
                    add(path + "." + Column.quoted(part.name()), part.shape(), places);
                }
            }
        }
    }

    /** Something that has no parts. */
    record Place(String path, Atom atom) {}

    /** A value for a column: now and then one that the column forbids. */
    String literal(Column column) {
        boolean isNull = column.required() ? draw.percent(1) : draw.percent(15);
        return isNull ? Values.typed("NULL", column.shape()) : values.literal(column.shape());
    }

    /** An expression for a column, whose type is that of the column; it may fail where it is asked for. */
    String value(Column target, Scope scope) {
        int kind = draw.between(0, 8);
        List<Column> same = scope.ofShape(target.shape());
        if (kind < 3 || same.isEmpty()) {
            return literal(target);
        }
        String column = scope.name(draw.of(same));
        return switch (kind) {
            case 3 -> "CASE WHEN %s THEN %s ELSE %s END".formatted(simple(scope), column, literal(target));
            case 4 -> "coalesce(%s, %s)".formatted(column, literal(target));
            case 5 -> column;
            default -> changed(target.shape(), column);
        };
    }

    private String changed(Shape shape, String column) {
        if (!(shape instanceof Atom atom)) {
            return column;
        } else if (atom == Atom.VARCHAR) {
            return draw.of("concat(%s, '+')", "upper(%s)", "substr(%s, 1, 1)").formatted(column);
        } else if (atom == Atom.BOOLEAN) {
            return "(NOT " + column + ")";
        } else if (atom == Atom.DATE) {
            return "(" + column + " - INTERVAL '1' DAY)";
        } else if (atom == Atom.TIMESTAMP) {
            return "(" + column + " - INTERVAL '90' MINUTE)";
        } else if (atom.isWhole() && draw.percent(8)) {
            return Values.typed("10 / " + column, atom);
        }
        String expression = "%s %s %s".formatted(column, draw.of("+", "-", "*"), draw.of("1", "2"));
        return atom.isNumber() ? "TRY(" + Values.typed(expression, atom) + ")" : column;
    }

    /** A condition over the columns, at times with a subquery. */
    String condition(Scope scope) {
        return switch (draw.between(0, 11)) {
            case 0, 1 -> simple(scope) + " AND " + simple(scope);
            case 2, 3 -> "(" + simple(scope) + " OR " + simple(scope) + ")";
            case 4 -> "NOT (" + simple(scope) + draw.of(" AND ", " OR ") + simple(scope) + ")";
            case 5 -> draw.percent(30) ? "true" : simple(scope);
            case 6 -> membership(scope);
            default -> simple(scope);
        };
    }

    /** A subquery about a table, which may be the one that is changed. */
    private String membership(Scope scope) {
        TableModel other = world.anyTable(draw);
        Scope inner = new Scope("q.", other.columns());
        List<Column> keys = scope.columns().stream()
                .filter(column -> column.shape() instanceof Atom atom
                        && atom.isKey()
                        && !inner.ofShape(column.shape()).isEmpty())
                .toList();
        if (keys.isEmpty()) {
            return simple(scope);
        }
        Column column = draw.of(keys);
        String theirs = inner.name(draw.of(inner.ofShape(column.shape())));
        String query = "SELECT %s FROM %s AS q WHERE %s".formatted(theirs, other.ref(), simple(inner));
        return switch (draw.between(0, 3)) {
            case 0 -> "%s = (SELECT max(v.m) FROM (%s) AS v(m))".formatted(scope.name(column), query);
            case 1 -> "coalesce(%s NOT IN (%s), false)".formatted(scope.name(column), query);
            default -> "%s IN (%s)".formatted(scope.name(column), query);
        };
    }

    /** A condition about one value. */
    String simple(Scope scope) {
        List<Place> places = scope.places();
        if (places.isEmpty() || draw.percent(8)) {
            return scope.name(draw.of(scope.columns())) + draw.of(" IS NULL", " IS NOT NULL");
        }
        Place place = draw.of(places);
        String one = values.literal(place.atom());
        String other = values.literal(place.atom());
        // A list of floating numbers finds a zero of the other sign or not, as the engine evaluates it.
        int kind = place.atom().isFloating() ? draw.of(0, 2, 5, 7, 8, 9) : draw.between(0, 9);
        return switch (kind) {
            case 0 -> place.path() + draw.of(" IS NULL", " IS NOT NULL");
            case 1 -> "%s IN (%s, %s%s)".formatted(place.path(), one, other, draw.of("", ", NULL"));
            case 2 -> "%s BETWEEN %s AND %s".formatted(place.path(), one, other);
            case 3 -> "%s NOT IN (%s, %s)".formatted(place.path(), one, other);
            case 4 ->
                "%s IS %sDISTINCT FROM %s"
                        .formatted(
                                place.path(),
                                draw.of("", "NOT "),
                                draw.of(one, one, Values.typed("NULL", place.atom())));
            case 5, 6 -> special(place);
            default -> "%s%s%s".formatted(place.path(), draw.of(" = ", " <> ", " < ", " <= ", " >= ", " > "), one);
        };
    }

    /** A condition that files alone can decide if they are partitioned by the columns. */
    String decidable(List<Column> columns) {
        Column column = draw.of(columns);
        String literal = values.literal(column.shape());
        boolean isFloating = column.shape() instanceof Atom atom && atom.isFloating();
        return switch (isFloating ? draw.of(0, 2, 3) : draw.between(0, 5)) {
            case 0 -> column.quoted() + draw.of(" IS NULL", " IS NOT NULL");
            case 1 -> "%s IN (%s, %s)".formatted(column.quoted(), literal, values.literal(column.shape()));
            case 2 -> "(%s IS NULL OR %s = %s)".formatted(column.quoted(), column.quoted(), literal);
            default -> column.quoted() + draw.of(" = ", " = ", " <> ", " < ", " >= ", " > ") + literal;
        };
    }

    /** Conditions that only some types have, or that compare across types. */
    private String special(Place place) {
        Atom atom = place.atom();
        String compare = draw.of(" = ", " < ", " >= ");
        if (atom == Atom.VARCHAR) {
            return place.path()
                    + draw.of(
                            " LIKE 'a%'",
                            " LIKE '%a%'",
                            " LIKE '_'",
                            " LIKE '%a'",
                            " >= ''",
                            " < 'a/c'",
                            " = CAST('a' AS char(3))",
                            " = CAST('a' AS varchar(1))");
        } else if (atom == Atom.BOOLEAN) {
            return draw.of("%s", "NOT %s", "CAST(%s AS integer) = 1").formatted(place.path());
        } else if (atom == Atom.TIMESTAMP) {
            return draw.of("%s%sDATE '2024-05-06'", "CAST(%s AS date)%sDATE '2024-05-06'", "%s%sTIMESTAMP '2024-05-06'")
                    .formatted(place.path(), compare);
        } else if (atom == Atom.INSTANT) {
            return draw.of(
                            "CAST(%s AS date)%sDATE '2024-05-06'",
                            "year(%s)%s2024", "date_trunc('day', %s)%sTIMESTAMP '2024-05-06 00:00:00 UTC'")
                    .formatted(place.path(), compare);
        } else if (atom == Atom.DATE) {
            return draw.of(
                            "%s%sTIMESTAMP '2024-05-06 07:00:00'",
                            "year(%s)%s2024", "date_trunc('year', %s)%sDATE '2024-01-01'")
                    .formatted(place.path(), compare);
        } else if (atom.isNumber()) {
            return draw.of(
                            "%s%s1.5e0",
                            "CAST(%s AS double)%s1",
                            "%s%sBIGINT '3000000000'",
                            "%s%s1.250",
                            "abs(CAST(%s AS double))%s2")
                    .formatted(place.path(), compare);
        }
        return place.path() + " IS NOT NULL";
    }

    /** Rows for VALUES, in the order of the columns. */
    String values(List<Column> columns, int rows) {
        StringBuilder sql = new StringBuilder("VALUES ");
        for (int i = 0; i < rows; i++) {
            String row = columns.stream().map(this::cell).collect(Collectors.joining(", "));
            sql.append(i == 0 ? "" : ", ")
                    .append(columns.size() == 1 ? "ROW(" : "(")
                    .append(row)
                    .append(')');
        }
        return sql.toString();
    }

    private String cell(Column column) {
        return Values.typed(literal(column), column.shape());
    }

    /** A query with columns of these names and types, from literals, from numbers or from a table. */
    String query(List<Column> columns) {
        int kind = draw.between(0, 9);
        if (kind < 4 || world.isEmpty()) {
            return "SELECT * FROM (%s) AS v(%s)"
                    .formatted(values(columns, draw.between(1, 6)), TableModel.names(columns));
        }
        return kind < 6 ? many(columns) : selected(columns);
    }

    private String selected(List<Column> columns) {
        TableModel source = world.anyTable(draw);
        Scope scope = new Scope("s.", source.columns());
        String selected = columns.stream()
                .map(column -> Values.typed(value(column, scope), column.shape()) + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s AS s WHERE %s".formatted(selected, source.ref(), condition(scope));
    }

    /** Some hundred rows, with values that come again and again. */
    private String many(List<Column> columns) {
        String selected = columns.stream()
                .map(column -> {
                    int choices = draw.between(1, 7);
                    List<String> cells = new ArrayList<>();
                    for (int i = 0; i < choices; i++) {
                        cells.add(cell(column));
                    }
                    return "element_at(ARRAY%s, CAST(n %% %d + 1 AS bigint)) AS %s"
                            .formatted(cells, choices, column.quoted());
                })
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM UNNEST(sequence(1, %d)) AS u(n)".formatted(selected, draw.between(20, 200));
    }

    /** A source with those columns, in which no key is there twice, except for nulls. */
    String distinct(List<Column> columns, Column key) {
        String names = TableModel.names(columns);
        return "SELECT %s FROM (SELECT q.*, count(*) OVER (PARTITION BY q.%s) AS times FROM (%s) AS q) WHERE times = 1"
                .formatted(names, key.quoted(), query(columns));
    }
}
