package io.sluice.scan;

import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.Values;
import java.util.Optional;

/**
 * Decides from bounds alone whether a file can hold a matching row. In doubt the answer is yes: a file too many costs
 * time, a file too few loses rows.
 */
public final class Pruning {
    private Pruning() {}

    /** Whether a file of {@code rowCount} rows with these bounds may hold a row that the predicate accepts. */
    public static boolean mayMatch(Predicate predicate, FileBounds bounds, long rowCount) {
        if (predicate instanceof Predicate.None) {
            return false;
        }
        if (predicate instanceof And and) {
            return and.parts().stream().allMatch(part -> mayMatch(part, bounds, rowCount));
        }
        if (predicate instanceof Or or) {
            return or.parts().stream().anyMatch(part -> mayMatch(part, bounds, rowCount));
        }
        if (predicate instanceof Comparison comparison) {
            return mayMatch(bounds.of(comparison.column()), comparison.operator(), comparison.literal(), rowCount);
        }
        if (predicate instanceof In in) {
            ColumnStatistics column = bounds.of(in.column());
            return in.literals().stream().anyMatch(literal -> mayMatch(column, Operator.EQUAL, literal, rowCount));
        }
        if (predicate instanceof StartsWith startsWith) {
            return mayStartWith(bounds.of(startsWith.column()), startsWith.prefix(), rowCount);
        }
        if (predicate instanceof IsNull isNull) {
            return bounds.of(isNull.column())
                    .nullCount()
                    .map(nulls -> nulls > 0)
                    .orElse(true);
        }
        return !(predicate instanceof IsNotNull isNotNull) || !allNull(bounds.of(isNotNull.column()), rowCount);
    }

    /**
     * Whether every row of a file with these bounds is one that the predicate accepts. In doubt the answer is no. The
     * bounds may be wider than the values: what they rule out, the values rule out.
     */
    public static boolean mustMatch(Predicate predicate, FileBounds bounds, long rowCount) {
        if (predicate instanceof Predicate.All) {
            return true;
        }
        if (predicate instanceof And and) {
            return and.parts().stream().allMatch(part -> mustMatch(part, bounds, rowCount));
        }
        if (predicate instanceof Or or) {
            return or.parts().stream().anyMatch(part -> mustMatch(part, bounds, rowCount));
        }
        if (predicate instanceof Comparison comparison) {
            return mustMatch(bounds.of(comparison.column()), comparison.operator(), comparison.literal());
        }
        if (predicate instanceof In in) {
            ColumnStatistics column = bounds.of(in.column());
            return in.literals().stream().anyMatch(literal -> mustMatch(column, Operator.EQUAL, literal));
        }
        if (predicate instanceof IsNull isNull) {
            return allNull(bounds.of(isNull.column()), rowCount);
        }
        return predicate instanceof IsNotNull isNotNull && hasNoNull(bounds.of(isNotNull.column()));
    }

    private static boolean mustMatch(ColumnStatistics column, Operator operator, Comparable<?> literal) {
        // A NaN is outside of all bounds.
        if (!hasNoNull(column) || literal instanceof Double) {
            return false;
        }
        return switch (operator) {
            case EQUAL -> sign(column.min(), literal, 1) == 0 && sign(column.max(), literal, 1) == 0;
            case NOT_EQUAL -> sign(column.min(), literal, 0) > 0 || sign(column.max(), literal, 0) < 0;
            case LESS -> sign(column.max(), literal, 1) < 0;
            case LESS_OR_EQUAL -> sign(column.max(), literal, 1) <= 0;
            case GREATER -> sign(column.min(), literal, -1) > 0;
            case GREATER_OR_EQUAL -> sign(column.min(), literal, -1) >= 0;
        };
    }

    private static boolean hasNoNull(ColumnStatistics column) {
        return column.nullCount().isPresent() && column.nullCount().get() == 0;
    }

    private static boolean mayMatch(ColumnStatistics column, Operator operator, Comparable<?> literal, long rowCount) {
        if (allNull(column, rowCount)) {
            return false;
        }
        // What is not known is taken to be on the side where it prunes nothing.
        return switch (operator) {
            case EQUAL -> sign(column.min(), literal, -1) <= 0 && sign(column.max(), literal, 1) >= 0;
            // A NaN is outside of all bounds, and not equal to anything.
            case NOT_EQUAL ->
                literal instanceof Double
                        || sign(column.min(), literal, -1) != 0
                        || sign(column.max(), literal, 1) != 0;
            case LESS -> sign(column.min(), literal, -1) < 0;
            case LESS_OR_EQUAL -> sign(column.min(), literal, -1) <= 0;
            case GREATER -> sign(column.max(), literal, 1) > 0;
            case GREATER_OR_EQUAL -> sign(column.max(), literal, 1) >= 0;
        };
    }

    private static boolean mayStartWith(ColumnStatistics column, String prefix, long rowCount) {
        if (allNull(column, rowCount)) {
            return false;
        }
        boolean minIsNotBeyond = column.min()
                .map(min -> !(min instanceof String text)
                        || text.startsWith(prefix)
                        || Values.compareTexts(text, prefix) <= 0)
                .orElse(true);
        boolean maxIsNotBefore = column.max()
                .map(max -> !(max instanceof String text) || Values.compareTexts(text, prefix) >= 0)
                .orElse(true);
        return minIsNotBeyond && maxIsNotBefore;
    }

    private static boolean allNull(ColumnStatistics column, long rowCount) {
        return column.nullCount().isPresent() && column.nullCount().get() >= rowCount;
    }

    /** The sign of {@code bound - literal}; {@code unknown} where the two cannot be compared or are not numbers. */
    @SuppressWarnings("unchecked")
    private static int sign(Optional<Comparable<?>> bound, Comparable<?> literal, int unknown) {
        if (bound.isEmpty()) {
            return unknown;
        }
        Comparable<?> value = bound.get();
        if (value.getClass() != literal.getClass() || isNaN(value) || isNaN(literal)) {
            return unknown;
        }
        return value instanceof String text
                ? Values.compareTexts(text, (String) literal)
                : ((Comparable<Object>) value).compareTo(literal);
    }

    private static boolean isNaN(Comparable<?> value) {
        return value instanceof Double number && number.isNaN();
    }
}
