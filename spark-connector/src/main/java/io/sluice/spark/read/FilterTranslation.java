package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's filters as predicates on files. All or nothing: a predicate is true for exactly the rows that its filter is
 * true for, or there is none. So a filter may be dropped where its predicate is known to be true of all rows, and the
 * opposite of one can be told.
 */
public final class FilterTranslation {
    private final TableSchema schema;

    /** @param schema of the table that filters name columns of */
    public FilterTranslation(TableSchema schema) {
        this.schema = requireNonNull(schema, "schema");
    }

    /** The predicate that is true for the same rows; empty if there is none that files can be chosen by. */
    public Optional<Predicate> translate(org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "ALWAYS_TRUE" -> Optional.of(Predicate.ALL);
            case "ALWAYS_FALSE" -> Optional.of(Predicate.NONE);
            case "AND" -> both(children, this::translate).map(Predicate::and);
            case "OR" -> both(children, this::translate).map(Predicate::or);
            case "NOT" -> asFilter(children[0]).flatMap(this::negated);
            case "=" -> comparison(children, Operator.EQUAL);
            case "<>" -> comparison(children, Operator.NOT_EQUAL);
            case "<" -> comparison(children, Operator.LESS);
            case "<=" -> comparison(children, Operator.LESS_OR_EQUAL);
            case ">" -> comparison(children, Operator.GREATER);
            case ">=" -> comparison(children, Operator.GREATER_OR_EQUAL);
            case "<=>" -> nullSafeEqual(children);
            case "IN" -> in(children);
            case "STARTS_WITH" -> startsWith(children);
            case "IS_NULL" -> column(children[0]).map(column -> new IsNull(column.path()));
            case "IS_NOT_NULL" -> column(children[0]).map(column -> new IsNotNull(column.path()));
            default -> Optional.empty();
        };
    }

    /**
     * The predicate that is true for the rows that the filter is false for, which are not those that it is null for.
     */
    private Optional<Predicate> negated(org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "ALWAYS_TRUE" -> Optional.of(Predicate.NONE);
            case "ALWAYS_FALSE" -> Optional.of(Predicate.ALL);
            case "AND" -> both(children, this::negated).map(Predicate::or);
            case "OR" -> both(children, this::negated).map(Predicate::and);
            case "NOT" -> asFilter(children[0]).flatMap(this::translate);
            case "=" -> comparison(children, Operator.NOT_EQUAL);
            case "<>" -> comparison(children, Operator.EQUAL);
            case "<" -> comparison(children, Operator.GREATER_OR_EQUAL);
            case "<=" -> comparison(children, Operator.GREATER);
            case ">" -> comparison(children, Operator.LESS_OR_EQUAL);
            case ">=" -> comparison(children, Operator.LESS);
            case "IN" -> notIn(children);
            case "IS_NULL" -> column(children[0]).map(column -> new IsNotNull(column.path()));
            case "IS_NOT_NULL" -> column(children[0]).map(column -> new IsNull(column.path()));
            default -> Optional.empty();
        };
    }

    @FunctionalInterface
    private interface Translator {
        Optional<Predicate> apply(org.apache.spark.sql.connector.expressions.filter.Predicate filter);
    }

    private static Optional<List<Predicate>> both(Expression[] children, Translator translator) {
        List<Predicate> parts = new ArrayList<>();
        for (Expression child : children) {
            Optional<Predicate> part = asFilter(child).flatMap(translator::apply);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(parts);
    }

    private static Optional<org.apache.spark.sql.connector.expressions.filter.Predicate> asFilter(Expression child) {
        return child instanceof org.apache.spark.sql.connector.expressions.filter.Predicate filter
                ? Optional.of(filter)
                : Optional.empty();
    }

    private Optional<Predicate> comparison(Expression[] sides, Operator operator) {
        if (sides[0] instanceof Literal<?> && sides[1] instanceof NamedReference) {
            return comparison(new Expression[] {sides[1], sides[0]}, mirrored(operator));
        }
        Optional<Column> column = column(sides[0]);
        Optional<Comparable<?>> literal = column.flatMap(known -> value(known, sides[1]));
        return literal.filter(value -> isSafe(operator, value))
                .map(value -> new Comparison(column.get().path(), operator, value));
    }

    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }

    private Optional<Predicate> nullSafeEqual(Expression[] sides) {
        boolean isNull = sides[1] instanceof Literal<?> literal && literal.value() == null;
        return isNull ? column(sides[0]).map(column -> new IsNull(column.path())) : comparison(sides, Operator.EQUAL);
    }

    private Optional<Predicate> in(Expression[] children) {
        Optional<Column> column = column(children[0]);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        List<Comparable<?>> values = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            if (children[i] instanceof Literal<?> literal && literal.value() == null) {
                continue;
            }
            Optional<Comparable<?>> value =
                    value(column.get(), children[i]).filter(known -> isSafe(Operator.EQUAL, known));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(
                values.isEmpty() ? Predicate.NONE : new In(column.get().path(), values));
    }

    /** With a null among the values it is true for no row, but only for as long as nobody negates it again. */
    private Optional<Predicate> notIn(Expression[] children) {
        List<Predicate> parts = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            Optional<Predicate> part = comparison(new Expression[] {children[0], children[i]}, Operator.NOT_EQUAL);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(Predicate.and(parts));
    }

    private Optional<Predicate> startsWith(Expression[] children) {
        Optional<Column> column = column(children[0]).filter(known -> known.type() == Primitive.STRING);
        return column.flatMap(known -> value(known, children[1]))
                .map(prefix -> new StartsWith(column.get().path(), (String) prefix));
    }

    /**
     * A column with values that can be compared.
     *
     * @param path its name, or the dotted path of a field within structs
     */
    private record Column(String path, DataType type) {}

    private Optional<Column> column(Expression expression) {
        if (!(expression instanceof NamedReference reference)) {
            return Optional.empty();
        }
        String[] names = reference.fieldNames();
        List<Field> fields = schema.columns();
        Optional<Field> field = Optional.empty();
        for (String name : names) {
            field = fields.stream()
                    .filter(known -> known.name().equalsIgnoreCase(name))
                    .findFirst();
            // A dot within a name would make another column of the path.
            if (field.isEmpty() || name.indexOf('.') >= 0) {
                return Optional.empty();
            }
            fields = field.get().type() instanceof Struct struct ? struct.fields() : List.of();
        }
        String path = String.join(".", names);
        boolean ambiguous = names.length > 1 && schema.column(path).isPresent();
        return field.filter(known -> !ambiguous && isComparable(known.type()))
                .map(known -> new Column(path, known.type()));
    }

    /** The text of a float in statistics may stand for the number next to it. */
    private static boolean isComparable(DataType type) {
        return type instanceof Decimal
                || (type instanceof Primitive && type != Primitive.BINARY && type != Primitive.FLOAT);
    }

    /**
     * NaN is the greatest number in SQL but left out of bounds by many writers, and the two zeros are equal but
     * ordered.
     */
    private static boolean isSafe(Operator operator, Comparable<?> value) {
        if (!(value instanceof Double number)) {
            return true;
        }
        boolean downwards = operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
        boolean bounded = downwards || operator == Operator.EQUAL;
        return bounded && number != 0 && !number.isNaN();
    }

    /** The value of a literal, as {@link io.sluice.table.Values} has it; empty if it is null or of another type. */
    private static Optional<Comparable<?>> value(Column column, Expression expression) {
        if (column.type() == Primitive.BOOLEAN
                && expression instanceof org.apache.spark.sql.connector.expressions.filter.Predicate constant) {
            return switch (constant.name()) {
                case "ALWAYS_TRUE" -> Optional.of(true);
                case "ALWAYS_FALSE" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
        return expression instanceof Literal<?> literal
                ? value(column.type(), literal.value(), literal.dataType())
                : Optional.empty();
    }

    private static Optional<Comparable<?>> value(
            DataType column, Object value, org.apache.spark.sql.types.DataType type) {
        if (column instanceof Decimal) {
            return value instanceof org.apache.spark.sql.types.Decimal number
                    ? Optional.of(number.toJavaBigDecimal())
                    : Optional.empty();
        }
        return switch ((Primitive) column) {
            case BOOLEAN -> value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
            case BYTE, SHORT, INTEGER, LONG -> isPlainNumber(type) ? whole(value) : Optional.empty();
            case DOUBLE -> value instanceof Double number ? Optional.of(number) : Optional.empty();
            case STRING -> value instanceof UTF8String text ? Optional.of(text.toString()) : Optional.empty();
            case DATE, TIMESTAMP, TIMESTAMP_NTZ ->
                type.typeName().equals(((Primitive) column).text()) ? whole(value) : Optional.empty();
            case FLOAT, BINARY -> Optional.empty();
        };
    }

    /** Days and microseconds are numbers too, but not of the column's kind. */
    private static boolean isPlainNumber(org.apache.spark.sql.types.DataType type) {
        return switch (type.typeName()) {
            case "byte", "tinyint", "short", "smallint", "integer", "int", "long", "bigint" -> true;
            default -> false;
        };
    }

    private static Optional<Comparable<?>> whole(Object value) {
        boolean isWhole =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        return isWhole ? Optional.of(((Number) value).longValue()) : Optional.empty();
    }
}
