package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What rows a read is interested in, as far as pruning can use it. Columns are named without regard to case, nested
 * fields by their dotted path; literals are represented as {@code io.sluice.table.Values} says. A comparison with a
 * null column is not true.
 */
public sealed interface Predicate {
    /** Every row. */
    Predicate ALL = new All();

    /** No row. */
    Predicate NONE = new None();

    static Predicate and(List<Predicate> parts) {
        List<Predicate> narrowing =
                parts.stream().filter(part -> !(part instanceof All)).toList();
        return switch (narrowing.size()) {
            case 0 -> ALL;
            case 1 -> narrowing.get(0);
            default -> new And(narrowing);
        };
    }

    /** Rows that at least one of the parts accepts. */
    static Predicate or(List<Predicate> parts) {
        if (parts.stream().anyMatch(All.class::isInstance)) {
            return ALL;
        }
        List<Predicate> widening = parts.stream()
                .filter(part -> !(part instanceof None))
                .distinct()
                .toList();
        return switch (widening.size()) {
            case 0 -> NONE;
            case 1 -> widening.get(0);
            default -> new Or(widening);
        };
    }

    /** Comparison operators. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** Every row. */
    record All() implements Predicate {}

    /** No row. */
    record None() implements Predicate {}

    /** {@code column operator literal}. */
    record Comparison(String column, Operator operator, Comparable<?> literal) implements Predicate {
        public Comparison {
            requireNonNull(column, "column");
            requireNonNull(operator, "operator");
            requireNonNull(literal, "literal");
        }
    }

    /** The column equals one of the literals. */
    record In(String column, List<Comparable<?>> literals) implements Predicate {
        public In {
            requireNonNull(column, "column");
            literals = List.copyOf(literals);
        }
    }

    /** The text column begins with the prefix. */
    record StartsWith(String column, String prefix) implements Predicate {
        public StartsWith {
            requireNonNull(column, "column");
            requireNonNull(prefix, "prefix");
        }
    }

    /** The column is null. */
    record IsNull(String column) implements Predicate {}

    /** The column is not null. */
    record IsNotNull(String column) implements Predicate {}

    /** All parts hold. */
    record And(List<Predicate> parts) implements Predicate {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one part holds. */
    record Or(List<Predicate> parts) implements Predicate {
        public Or {
            parts = List.copyOf(parts);
        }
    }
}
