package io.sluice.write;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.util.Map;
import java.util.Optional;

/** What types have in common, as far as assignments ask. */
final class TypeShape {
    /** How many decimal digits values of the whole-number types can have. */
    private static final Map<String, Integer> DIGITS = Map.of(
            "BOOLEAN",
            1,
            "TINYINT",
            3,
            "UTINYINT",
            3,
            "SMALLINT",
            5,
            "USMALLINT",
            5,
            "INTEGER",
            10,
            "UINTEGER",
            10,
            "BIGINT",
            19,
            "UBIGINT",
            20,
            "HUGEINT",
            39);

    private TypeShape() {}

    /** What kind of thing values of an engine's type are; only values of one kind turn into each other. */
    static String kind(String engineType) {
        if (DIGITS.containsKey(engineType)
                || engineType.startsWith("DECIMAL")
                || engineType.equals("UHUGEINT")
                || engineType.equals("FLOAT")
                || engineType.equals("DOUBLE")) {
            return "number";
        }
        return engineType.equals("DATE") || engineType.startsWith("TIMESTAMP") ? "time" : engineType;
    }

    static boolean isScalar(String engineType) {
        return !engineType.endsWith("]") && !engineType.matches("(?s)(?:STRUCT|MAP|UNION)\\b.*");
    }

    static boolean isWhole(String engineType) {
        return digits(engineType) > 0 || engineType.equals("UHUGEINT");
    }

    /** The most digits that values have; 0 for types that are not of whole numbers or too large to say. */
    static int digits(String engineType) {
        return DIGITS.getOrDefault(engineType, 0);
    }

    /** So many digits any number can have and be of the type; 0 for types that are not of whole numbers. */
    static int safeDigits(String engineType) {
        boolean signed = !engineType.startsWith("U") && !engineType.equals("BOOLEAN");
        return signed ? Math.max(0, digits(engineType) - 1) : 0;
    }

    /** Whether two types are the same apart from nullability, metadata and the case of names. */
    static boolean isSame(DataType left, DataType right) {
        if (left instanceof Struct a && right instanceof Struct b) {
            boolean same = a.fields().size() == b.fields().size();
            for (int i = 0; same && i < a.fields().size(); i++) {
                Field other = b.fields().get(i);
                same = a.fields().get(i).name().equalsIgnoreCase(other.name())
                        && isSame(a.fields().get(i).type(), other.type());
            }
            return same;
        }
        if (left instanceof Array a && right instanceof Array b) {
            return isSame(a.element(), b.element());
        }
        if (left instanceof Mapping a && right instanceof Mapping b) {
            return isSame(a.key(), b.key()) && isSame(a.value(), b.value());
        }
        return left.equals(right);
    }

    /** Says why values of one type are none of another, whatever they are; empty if some may be. */
    static Optional<String> misfit(DataType from, DataType to) {
        if (from instanceof Struct a && to instanceof Struct b) {
            return misfit(a, b);
        }
        if (from instanceof Array a && to instanceof Array b) {
            return misfit(a.element(), b.element());
        }
        if (from instanceof Mapping a && to instanceof Mapping b) {
            return misfit(a.key(), b.key()).or(() -> misfit(a.value(), b.value()));
        }
        boolean scalars = !isNested(from) && !isNested(to);
        return scalars
                ? Optional.empty()
                : Optional.of("%s is not %s".formatted(DuckDbTypes.sql(from), DuckDbTypes.sql(to)));
    }

    private static Optional<String> misfit(Struct from, Struct to) {
        for (Field field : from.fields()) {
            Optional<Field> same = to.fields().stream()
                    .filter(other -> other.name().equalsIgnoreCase(field.name()))
                    .findFirst();
            if (same.isEmpty()) {
                return Optional.of("it has no field '%s'".formatted(field.name()));
            }
            Optional<String> inner = misfit(field.type(), same.get().type());
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    private static boolean isNested(DataType type) {
        return type instanceof Struct || type instanceof Array || type instanceof Mapping;
    }
}
