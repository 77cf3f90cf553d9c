package io.sluice.query;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a filter, as the engine's parser describes it, as a predicate. What is not understood without doubt is no
 * predicate: it narrows nothing, and the engine still applies the filter to rows.
 */
final class FilterReader {
    private final PinnedTable table;
    private boolean exact = true;

    FilterReader(PinnedTable table) {
        this.table = table;
    }

    /** Whether all predicates so far accept exactly the rows that their filters accept. */
    boolean isExact() {
        return exact;
    }

    private Predicate unknown() {
        exact = false;
        return Predicate.ALL;
    }

    /** A predicate that every row accepted by the filter satisfies. */
    Predicate read(Object filter) {
        String type = PlanTree.text(filter, "type");
        return switch (type) {
            case "CONJUNCTION_AND" -> Predicate.and(all(filter));
            case "CONJUNCTION_OR" -> or(all(filter));
            case "COMPARE_EQUAL" -> comparison(filter, Operator.EQUAL, Operator.EQUAL);
            case "COMPARE_LESSTHAN" -> comparison(filter, Operator.LESS, Operator.GREATER);
            case "COMPARE_LESSTHANOREQUALTO" -> comparison(filter, Operator.LESS_OR_EQUAL, Operator.GREATER_OR_EQUAL);
            case "COMPARE_GREATERTHAN" -> comparison(filter, Operator.GREATER, Operator.LESS);
            case "COMPARE_GREATERTHANOREQUALTO" ->
                comparison(filter, Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL);
            case "COMPARE_IN" -> in(filter);
            case "OPERATOR_IS_NULL" -> nullTest(filter, true);
            case "OPERATOR_IS_NOT_NULL" -> nullTest(filter, false);
            case "OPERATOR_NOT" -> truth(PlanTree.list(filter, "children").get(0), Boolean.FALSE);
            case "COLUMN_REF" -> truth(filter, Boolean.TRUE);
            default -> unknown();
        };
    }

    private List<Predicate> all(Object filter) {
        return PlanTree.list(filter, "children").stream().map(this::read).toList();
    }

    static Predicate or(List<Predicate> parts) {
        boolean open = parts.isEmpty() || parts.contains(Predicate.ALL);
        return open ? Predicate.ALL : parts.size() == 1 ? parts.get(0) : new Predicate.Or(parts);
    }

    private Predicate comparison(Object filter, Operator operator, Operator mirrored) {
        Object left = PlanTree.member(filter, "left");
        Object right = PlanTree.member(filter, "right");
        return column(left).isPresent() ? comparison(left, operator, right) : comparison(right, mirrored, left);
    }

    private Predicate comparison(Object columnTree, Operator operator, Object literalTree) {
        Optional<Field> column = column(columnTree);
        Optional<Comparable<?>> literal = column.flatMap(field -> literal(field, literalTree));
        if (literal.isEmpty() || !isSafe(column.get(), operator, literal.get())) {
            return unknown();
        }
        return new Comparison(column.get().name(), operator, literal.get());
    }

    private Predicate in(Object filter) {
        List<?> children = PlanTree.list(filter, "children");
        Optional<Field> column = column(children.get(0));
        if (column.isEmpty()) {
            return unknown();
        }
        List<Comparable<?>> literals = new ArrayList<>();
        for (Object child : children.subList(1, children.size())) {
            Optional<Comparable<?>> literal = literal(column.get(), child);
            if (literal.isEmpty() || !isSafe(column.get(), Operator.EQUAL, literal.get())) {
                return unknown();
            }
            literals.add(literal.get());
        }
        return new Predicate.In(column.get().name(), literals);
    }

    private Predicate nullTest(Object filter, boolean expected) {
        return column(PlanTree.list(filter, "children").get(0))
                .<Predicate>map(column ->
                        expected ? new Predicate.IsNull(column.name()) : new Predicate.IsNotNull(column.name()))
                .orElseGet(this::unknown);
    }

    private Predicate truth(Object columnTree, Boolean expected) {
        return column(columnTree)
                .filter(column -> column.type() == Primitive.BOOLEAN)
                .<Predicate>map(column -> new Comparison(column.name(), Operator.EQUAL, expected))
                .orElseGet(this::unknown);
    }

    /** A column of the table itself, not a field inside of one. */
    private Optional<Field> column(Object tree) {
        List<?> names = PlanTree.list(tree, "column_names");
        return PlanTree.text(tree, "type").equals("COLUMN_REF") && names.size() == 1
                ? table.column((String) names.get(0))
                : Optional.empty();
    }

    /** The engine compares a column with literals of the column's own type, so the text alone tells the value. */
    private static Optional<Comparable<?>> literal(Field column, Object tree) {
        Object constant = PlanTree.text(tree, "type").equals("OPERATOR_CAST") ? PlanTree.member(tree, "child") : tree;
        Object literal = PlanTree.member(constant, "literal");
        return PlanTree.member(literal, "text") instanceof String text
                ? Values.parse(column.type(), text)
                : Optional.empty();
    }

    /**
     * Bounds of floating-point columns say less than they seem to: NaN is the greatest number in SQL but left out of
     * bounds by many writers, the two zeros are equal but ordered, and a text of a {@code float} is not that number as
     * a {@code double}.
     */
    private static boolean isSafe(Field column, Operator operator, Comparable<?> literal) {
        if (column.type() == Primitive.FLOAT) {
            return false;
        }
        boolean upwards = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
        return !(literal instanceof Double number) || (!upwards && number != 0 && !number.isNaN());
    }
}
