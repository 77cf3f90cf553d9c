package io.sluice.format.delta;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.All;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.Values;
import java.util.Locale;
import java.util.Map;

/** Whether a row is true for a predicate, as SQL says it: NaN equals NaN and is larger than every other number. */
final class SqlTruth {
    private SqlTruth() {}

    /** @param row values by the column's name in capitals, null for null */
    static boolean isTrue(Predicate predicate, Map<String, Comparable<?>> row) {
        if (predicate instanceof And and) {
            return and.parts().stream().allMatch(part -> isTrue(part, row));
        }
        if (predicate instanceof Or or) {
            return or.parts().stream().anyMatch(part -> isTrue(part, row));
        }
        if (predicate instanceof Comparison comparison) {
            Comparable<?> value = value(row, comparison.column());
            return value != null && holds(compare(value, comparison.literal()), comparison.operator());
        }
        if (predicate instanceof In in) {
            Comparable<?> value = value(row, in.column());
            return value != null && in.literals().stream().anyMatch(literal -> compare(value, literal) == 0);
        }
        if (predicate instanceof StartsWith startsWith) {
            return value(row, startsWith.column()) instanceof String text && text.startsWith(startsWith.prefix());
        }
        if (predicate instanceof IsNull isNull) {
            return value(row, isNull.column()) == null;
        }
        if (predicate instanceof IsNotNull isNotNull) {
            return value(row, isNotNull.column()) != null;
        }
        return predicate instanceof All;
    }

    private static Comparable<?> value(Map<String, Comparable<?>> row, String column) {
        return row.get(column.toUpperCase(Locale.ROOT));
    }

    private static boolean holds(int sign, Operator operator) {
        return switch (operator) {
            case EQUAL -> sign == 0;
            case NOT_EQUAL -> sign != 0;
            case LESS -> sign < 0;
            case LESS_OR_EQUAL -> sign <= 0;
            case GREATER -> sign > 0;
            case GREATER_OR_EQUAL -> sign >= 0;
        };
    }

    @SuppressWarnings("unchecked")
    static int compare(Comparable<?> left, Comparable<?> right) {
        if (left instanceof String text) {
            return Values.compareTexts(text, (String) right);
        }
        if (left instanceof Double number) {
            double other = (Double) right;
            return number == other ? 0 : number.compareTo(other);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }
}
