package io.sluice.spark.programs;

import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Random expressions of a wanted type, and conditions. All are deterministic and none can fail. */
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
        List<Column> ofType(DataType type) {
            return columns.stream().filter(column -> column.type().equals(type)).toList();
        }

        String name(Column column) {
            return prefix + column.quoted();
        }

        /** Columns, and fields within them, that have no parts. */
        List<Place> places() {
            List<Place> places = new ArrayList<>();
            columns.forEach(column -> add(name(column), column.type(), places));
            return places;
        }

        private static void add(String path, DataType type, List<Place> places) {
            if (type instanceof AtomicType) {
                places.add(new Place(path, type));
            } else if (type instanceof StructType struct) {
                for (StructField field : struct.fields()) {
                    add(path + "." + Column.quoted(field.name()), field.dataType(), places);
                }
            }
        }
    }

    /** Something that has no parts. */
    record Place(String path, DataType type) {}

    /** A value for a column: now and then one that a rule of the column forbids. */
    String literal(Column column) {
        boolean isNull = column.required() ? draw.percent(1) : draw.percent(15);
        return Values.typed(isNull ? "NULL" : values.literal(column.type()), column.type());
    }

    /** An expression for a column, whose type is that of the column. */
    String value(Column target, Scope scope) {
        int kind = draw.between(0, 7);
        List<Column> same = scope.ofType(target.type());
        if (kind < 3 || same.isEmpty()) {
            return literal(target);
        }
        String column = scope.name(draw.of(same));
        return switch (kind) {
            case 3 -> "CASE WHEN %s THEN %s ELSE %s END".formatted(simple(scope), column, literal(target));
            case 4 -> "coalesce(%s, %s)".formatted(column, literal(target));
            case 5 -> column;
            default -> changed(target.type(), column);
        };
    }

    private String changed(DataType type, String column) {
        if (type.equals(DataTypes.StringType)) {
            return draw.of("concat(%s, '+')", "upper(%s)", "substr(%s, 1, 1)").formatted(column);
        } else if (type.equals(DataTypes.BooleanType)) {
            return "(NOT " + column + ")";
        } else if (type.equals(DataTypes.DateType)) {
            return "date_sub(" + column + ", 1)";
        } else if (type.equals(DataTypes.TimestampType)) {
            return "(" + column + " - INTERVAL '90' MINUTE)";
        } else if (type instanceof NumericType && !(type instanceof DecimalType)) {
            return "try_cast(%s(%s, %s) AS %s)"
                    .formatted(
                            draw.of("try_add", "try_subtract", "try_multiply"), column, draw.of("1", "2"), type.sql());
        }
        return column;
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

    private String membership(Scope scope) {
        TableModel other = world.anyTable(draw);
        List<Column> keys = scope.columns().stream()
                .filter(column -> Values.isKey(column.type()))
                .toList();
        if (keys.isEmpty()) {
            return simple(scope);
        }
        Column column = draw.of(keys);
        Scope inner = new Scope("q.", other.columns());
        List<Column> same = inner.ofType(column.type());
        if (same.isEmpty()) {
            return simple(scope);
        }
        return "%s IN (SELECT %s FROM %s AS q WHERE %s)"
                .formatted(scope.name(column), inner.name(draw.of(same)), other.name(), simple(inner));
    }

    /** A condition about one value. */
    String simple(Scope scope) {
        List<Place> places = scope.places();
        if (places.isEmpty() || draw.percent(8)) {
            return scope.name(draw.of(scope.columns())) + draw.of(" IS NULL", " IS NOT NULL");
        }
        Place place = draw.of(places);
        String one = values.literal(place.type());
        String other = values.literal(place.type());
        return switch (draw.between(0, 9)) {
            case 0 -> place.path() + draw.of(" IS NULL", " IS NOT NULL");
            case 1 -> "%s IN (%s, %s%s)".formatted(place.path(), one, other, draw.of("", ", NULL"));
            case 2 -> "%s BETWEEN %s AND %s".formatted(place.path(), one, other);
            case 3 -> "NOT (%s IN (%s, %s))".formatted(place.path(), one, other);
            case 4 -> "%s <=> %s".formatted(place.path(), draw.of(one, Values.typed("NULL", place.type())));
            case 5, 6 -> special(place);
            default -> "%s%s%s".formatted(place.path(), draw.of(" = ", " <> ", " < ", " <= ", " >= ", " > "), one);
        };
    }

    /** A condition that files alone can decide if they are partitioned by the column. */
    String decidable(Column column) {
        String literal = values.literal(column.type());
        return switch (draw.between(0, 3)) {
            case 0 -> column.quoted() + " IS NULL";
            case 1 -> "%s IN (%s, %s)".formatted(column.quoted(), literal, values.literal(column.type()));
            default -> column.quoted() + draw.of(" = ", " < ", " >= ") + literal;
        };
    }

    /** Conditions that only some types have, or that compare across types. */
    private String special(Place place) {
        DataType type = place.type();
        String compare = draw.of(" = ", " < ", " >= ");
        if (type.equals(DataTypes.StringType)) {
            return place.path() + draw.of(" LIKE 'a%'", " LIKE '%a%'", " LIKE '_'", " LIKE '%a'", " >= ''", " < 'a/c'");
        } else if (type.equals(DataTypes.BooleanType)) {
            return draw.of("%s", "NOT %s", "CAST(%s AS INT) = 1").formatted(place.path());
        } else if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
            return draw.of("%s%sDATE'2024-05-06'", "CAST(%s AS DATE)%sDATE'2024-05-06'")
                    .formatted(place.path(), compare);
        } else if (type.equals(DataTypes.DateType)) {
            return draw.of("%s%sTIMESTAMP'2024-05-06 07:00:00'", "%s%s'2024-05-06'")
                    .formatted(place.path(), compare);
        } else if (type instanceof NumericType) {
            return draw.of(
                            "%s%s1.5D",
                            "CAST(%s AS DOUBLE)%s1", "%s%s3000000000L", "%s%s1.250", "abs(CAST(%s AS DOUBLE))%s2")
                    .formatted(place.path(), compare);
        }
        return place.path() + " IS NOT NULL";
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
        if (draw.percent(50)) {
            return "SELECT * FROM (%s) AS v(%s)"
                    .formatted(values(columns, draw.between(1, 6)), TableModel.names(columns));
        }
        TableModel source = world.anyTable(draw);
        Scope scope = new Scope("s.", source.columns());
        String selected = columns.stream()
                .map(column -> value(column, scope) + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s AS s WHERE %s".formatted(selected, source.name(), condition(scope));
    }

    /** A source with those columns, in which no key is there twice, except for nulls. */
    String distinct(List<Column> columns, Column key) {
        String names = TableModel.names(columns);
        return "SELECT %s FROM (SELECT q.*, count(*) OVER (PARTITION BY q.%s) AS times FROM (%s) AS q) WHERE times = 1"
                .formatted(names, key.quoted(), query(columns));
    }
}
