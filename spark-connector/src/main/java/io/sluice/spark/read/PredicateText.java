package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import java.util.List;
import java.util.stream.Collectors;

/** Predicates as people read them in a plan. */
final class PredicateText {
    private static final int MAX_LITERALS = 5;

    private PredicateText() {}

    static String of(Predicate predicate) {
        if (predicate instanceof And and) {
            return joined(and.parts(), " AND ");
        }
        if (predicate instanceof Or or) {
            return "(" + joined(or.parts(), " OR ") + ")";
        }
        if (predicate instanceof Comparison comparison) {
            return comparison.column() + symbol(comparison.operator()) + comparison.literal();
        }
        if (predicate instanceof In in) {
            String more = in.literals().size() > MAX_LITERALS ? ", …" : "";
            return in.literals().stream()
                    .limit(MAX_LITERALS)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", in.column() + " IN (", more + ")"));
        }
        if (predicate instanceof StartsWith startsWith) {
            return startsWith.column() + " LIKE " + startsWith.prefix() + "%";
        }
        if (predicate instanceof IsNull isNull) {
            return isNull.column() + " IS NULL";
        }
        if (predicate instanceof IsNotNull isNotNull) {
            return isNotNull.column() + " IS NOT NULL";
        }
        return predicate instanceof Predicate.None ? "false" : "nothing";
    }

    private static String joined(List<Predicate> parts, String between) {
        return parts.stream().map(PredicateText::of).collect(Collectors.joining(between));
    }

    private static String symbol(Predicate.Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }
}
