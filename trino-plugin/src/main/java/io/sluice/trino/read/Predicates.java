package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.TableSchema;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.SortedRangeSet;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trino's domains as predicates on files. A predicate accepts every row that its domain accepts, and others where files
 * cannot be chosen as exactly.
 */
public final class Predicates {
    /** Beyond it, what is between the least and the greatest value is as good as the values. */
    private static final int MOST_RANGES = 200;

    private final TableSchema schema;

    /** @param schema of the table that the columns belong to */
    public Predicates(TableSchema schema) {
        this.schema = requireNonNull(schema, "schema");
    }

    /** Accepts all rows that the constraint accepts. */
    public Predicate of(TupleDomain<SluiceColumnHandle> constraint) {
        if (constraint.isNone()) {
            return Predicate.NONE;
        }
        List<Predicate> parts = new ArrayList<>();
        constraint.getDomains().orElseThrow().forEach((column, domain) -> {
            if (isNamed(column)) {
                parts.add(of(column.dottedName(), domain));
            }
        });
        return Predicate.and(parts);
    }

    /** A dot within a name would make another column of the path. */
    private boolean isNamed(SluiceColumnHandle column) {
        boolean isOfTable = column.role() == Role.STORED || column.role() == Role.PARTITION;
        boolean isPlain = Stream.concat(Stream.of(column.name()), column.fields().stream())
                .noneMatch(name -> name.contains("."));
        boolean isAmbiguous =
                !column.fields().isEmpty() && schema.column(column.dottedName()).isPresent();
        return isOfTable && isPlain && !isAmbiguous;
    }

    private static Predicate of(String path, Domain domain) {
        ValueSet values = domain.getValues();
        if (domain.isNullAllowed()) {
            return Predicate.or(List.of(new IsNull(path), values(path, values).orElse(Predicate.ALL)));
        }
        return values(path, values).orElseGet(() -> new IsNotNull(path));
    }

    /** Empty if every value, or nobody knows which. */
    private static Optional<Predicate> values(String path, ValueSet values) {
        if (values.isNone()) {
            return Optional.of(Predicate.NONE);
        }
        if (values.isAll() || !(values instanceof SortedRangeSet set)) {
            return Optional.empty();
        }
        List<Range> ranges = set.getRangeCount() > MOST_RANGES ? List.of(set.getSpan()) : set.getOrderedRanges();
        List<Comparable<?>> singles = new ArrayList<>();
        List<Predicate> parts = new ArrayList<>();
        for (Range range : ranges) {
            Optional<Comparable<?>> single = single(range);
            if (single.isPresent()) {
                singles.add(single.get());
                continue;
            }
            Optional<Predicate> part = range(path, range);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        if (!singles.isEmpty()) {
            parts.add(new In(path, singles));
        }
        return Optional.of(Predicate.or(parts));
    }

    /** The two zeros are equal but ordered, so that they are a range. */
    private static Optional<Comparable<?>> single(Range range) {
        return range.isSingleValue()
                ? TrinoValues.comparable(range.getType(), range.getSingleValue())
                        .filter(value -> !isZero(value))
                : Optional.empty();
    }

    private static Optional<Predicate> range(String path, Range range) {
        // A NaN is greater than all numbers, and outside of the bounds of files.
        if (range.isHighUnbounded() && isFloating(range.getType())) {
            return Optional.empty();
        }
        List<Predicate> sides = new ArrayList<>();
        if (!range.isLowUnbounded()) {
            Optional<Predicate> low = low(path, range);
            if (low.isEmpty()) {
                return Optional.empty();
            }
            sides.add(low.get());
        }
        if (!range.isHighUnbounded()) {
            Optional<Predicate> high = high(path, range);
            if (high.isEmpty()) {
                return Optional.empty();
            }
            sides.add(high.get());
        }
        return Optional.of(Predicate.and(sides));
    }

    private static Optional<Predicate> low(String path, Range range) {
        Operator operator = range.isLowInclusive() ? Operator.GREATER_OR_EQUAL : Operator.GREATER;
        return TrinoValues.comparable(range.getType(), range.getLowBoundedValue())
                .map(value -> isZero(value) ? -0.0 : value)
                .map(value -> new Comparison(path, operator, value));
    }

    private static Optional<Predicate> high(String path, Range range) {
        Operator operator = range.isHighInclusive() ? Operator.LESS_OR_EQUAL : Operator.LESS;
        return TrinoValues.comparable(range.getType(), range.getHighBoundedValue())
                .map(value -> isZero(value) ? 0.0 : value)
                .map(value -> new Comparison(path, operator, value));
    }

    private static boolean isZero(Comparable<?> value) {
        return value instanceof Double number && number == 0;
    }

    private static boolean isFloating(Type type) {
        return type instanceof DoubleType || type instanceof RealType;
    }
}
