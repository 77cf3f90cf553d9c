package io.sluice.table;

import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which types may replace which without changing a value. Source: Delta protocol, section "Type Widening", table of
 * supported type changes.
 */
public final class TypeWidening {
    /** How many digits the whole numbers of a type can have. */
    private static final Map<Primitive, Integer> DIGITS =
            new EnumMap<>(Map.of(Primitive.BYTE, 3, Primitive.SHORT, 5, Primitive.INTEGER, 10, Primitive.LONG, 20));

    private TypeWidening() {}

    /** Whether every value of {@code from} is a value of {@code to}, and Delta allows the change in place. */
    public static boolean isAllowed(DataType from, DataType to) {
        if (from instanceof Primitive primitive) {
            return to instanceof Decimal decimal
                    ? digitsFit(primitive, decimal)
                    : to instanceof Primitive target && isAllowed(primitive, target);
        }
        return from instanceof Decimal narrow
                && to instanceof Decimal wide
                && !narrow.equals(wide)
                && wide.scale() >= narrow.scale()
                && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
    }

    /** The smallest type that both can be widened to, or that one of them is already; empty if there is none. */
    public static Optional<DataType> common(DataType left, DataType right) {
        if (left.equals(right) || isAllowed(right, left)) {
            return Optional.of(left);
        }
        if (isAllowed(left, right)) {
            return Optional.of(right);
        }
        if (left instanceof Decimal a && right instanceof Decimal b) {
            int scale = Math.max(a.scale(), b.scale());
            int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
            return scale + whole <= Decimal.MAX_PRECISION
                    ? Optional.of(new Decimal(scale + whole, scale))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isAllowed(Primitive from, Primitive to) {
        return switch (from) {
            case BYTE ->
                to == Primitive.SHORT || to == Primitive.INTEGER || to == Primitive.LONG || to == Primitive.DOUBLE;
            case SHORT -> to == Primitive.INTEGER || to == Primitive.LONG || to == Primitive.DOUBLE;
            case INTEGER -> to == Primitive.LONG || to == Primitive.DOUBLE;
            case FLOAT -> to == Primitive.DOUBLE;
            case DATE -> to == Primitive.TIMESTAMP_NTZ;
            case BOOLEAN, LONG, DOUBLE, STRING, BINARY, TIMESTAMP, TIMESTAMP_NTZ -> false;
        };
    }

    private static boolean digitsFit(Primitive from, Decimal to) {
        // The protocol asks for 10 digits before the point for byte, short and int alike, and for 20 for long.
        Integer digits = DIGITS.get(from);
        return digits != null && to.precision() - to.scale() >= Math.max(10, digits);
    }
}
