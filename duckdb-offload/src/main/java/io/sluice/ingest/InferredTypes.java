package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.TypeWidening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rules for types that were told from values. */
final class InferredTypes {
    private static final int LONG_DIGITS = 19;

    private InferredTypes() {}

    /** The type that holds what two samples of texts show; text holds everything. */
    static DataType common(DataType left, DataType right) {
        if (left.equals(right)) {
            return left;
        }
        if (isNumber(left) && isNumber(right)) {
            return left == Primitive.DOUBLE || right == Primitive.DOUBLE
                    ? Primitive.DOUBLE
                    : TypeWidening.common(asDecimal(left), asDecimal(right)).orElse(Primitive.STRING);
        }
        return Primitive.STRING;
    }

    private static boolean isNumber(DataType type) {
        return type == Primitive.LONG || type == Primitive.DOUBLE || type instanceof Decimal;
    }

    /** Whether a column of that type may turn out to need a wider one. */
    static boolean isExactNumber(DataType type) {
        return type == Primitive.BYTE
                || type == Primitive.SHORT
                || type == Primitive.INTEGER
                || type == Primitive.LONG
                || type instanceof Decimal;
    }

    /**
     * The type that holds what a column's type holds and what its values show; empty if there is none among numbers. A
     * table's column may only change to a type that {@link TypeWidening} allows, which the caller's edit checks.
     */
    static Optional<DataType> widened(DataType type, NumberProfile profile) {
        if (profile.values() == 0) {
            return Optional.of(type);
        }
        Optional<DataType> shown = profile.type();
        if (shown.isEmpty() || TypeWidening.common(type, shown.get()).isPresent()) {
            return shown.flatMap(found -> TypeWidening.common(type, found));
        }
        return shown.get() == Primitive.DOUBLE
                ? shown
                : TypeWidening.common(asWideDecimal(type), asWideDecimal(shown.get()));
    }

    private static DataType asWideDecimal(DataType type) {
        if (!(type instanceof Primitive)) {
            return type;
        }
        // What the Delta protocol asks for when whole numbers become decimals.
        return new Decimal(type == Primitive.LONG ? 20 : 10, 0);
    }

    private static DataType asDecimal(DataType type) {
        return type == Primitive.LONG ? new Decimal(LONG_DIGITS, 0) : type;
    }

    /**
     * How the numbers in columns are written.
     *
     * @param columns positions in the group
     * @param from SQL of a relation with the group's columns
     */
    static Map<Integer, NumberProfile> profiles(
            DuckDbSession session, InputGroup group, List<Integer> columns, String from) {
        String aggregates = columns.stream()
                .map(column -> NumberProfile.aggregates(group.number(column)))
                .collect(Collectors.joining(", "));
        return session.query("SELECT " + aggregates + " FROM " + from, row -> {
                    Map<Integer, NumberProfile> profiles = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        profiles.put(columns.get(i), NumberProfile.read(row, 1 + i * NumberProfile.WIDTH));
                    }
                    return profiles;
                })
                .get(0);
    }
}
