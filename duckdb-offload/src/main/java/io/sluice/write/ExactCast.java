package io.sluice.write;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.TextConversion;
import io.sluice.duckdb.TextConversion.Spelling;
import io.sluice.duckdb.TextFormats;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a value that a query gives becomes the value of a column: exactly, or not at all.
 *
 * <p>The engine's own casts change values silently: {@code 1.7} becomes the BIGINT 2, a timestamp loses its time of day
 * in a DATE. Here a cast that can change a value is taken back, and must give the value again. Casts that cannot are
 * not checked. A fraction may become the nearest FLOAT or DOUBLE, as that is what these types are for.
 */
final class ExactCast {
    private static final Pattern NULL_TYPE = Pattern.compile("\"NULL\"(?=[,)\\[]|$)");
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final List<String> TEXTS = List.of("VARCHAR", "JSON");
    private static final List<String> COARSE_TIMES = List.of("TIMESTAMP_S", "TIMESTAMP_MS");
    /** Digits before the point that a type of floating numbers always holds. */
    private static final int DOUBLE_DIGITS = 15;

    private static final int FLOAT_DIGITS = 6;

    private final String from;
    private final Field column;
    private final String content;
    private final String value;

    /**
     * Prepares the conversion for one column.
     *
     * @param from the type that the query gives, in the engine's words
     * @param content the name of what the query gives
     * @param value the name that the value will have in the check
     */
    ExactCast(String from, Field column, String content, String value) {
        this.from = from;
        this.column = column;
        this.content = content;
        this.value = value;
    }

    /** A user error if values of the one type are none of the other, whatever they are. */
    Conversion conversion() {
        DataType to = column.type();
        if (from.equals("\"NULL\"")) {
            return Conversion.always("CAST(%s AS %s)".formatted(content, DuckDbTypes.sql(to)));
        }
        if (from.equals(DuckDbTypes.sql(to))) {
            return Conversion.always(content);
        }
        if (!TypeShape.isScalar(from) || !(to instanceof Primitive || to instanceof Decimal)) {
            return nested(to);
        }
        return to == Primitive.STRING ? text() : scalar(to);
    }

    private Conversion text() {
        if (from.equals("BLOB")) {
            throw refused("decode(...) makes text of bytes");
        }
        return cast();
    }

    private Conversion scalar(DataType to) {
        if (TEXTS.contains(from) && to != Primitive.BINARY) {
            return new TextConversion(TextFormats.DEFAULT, content, value).to(to, Spelling.ANY);
        }
        if (!TypeShape.kind(from).equals(TypeShape.kind(DuckDbTypes.sql(to))) && !TEXTS.contains(from)) {
            throw refused("cast it in the statement to say what is meant");
        }
        if (from.equals("TIMESTAMP WITH TIME ZONE")) {
            throw refused("say in which zone, for example with (...) AT TIME ZONE 'UTC'");
        }
        if (cannotChange(to)) {
            return cast();
        }
        return TypeShape.isWhole(from) && isExact(to) && to != Primitive.BOOLEAN
                ? checked(value + " IS NOT NULL")
                : thereAndBack();
    }

    /** Whether every value stays what it is, or becomes the nearest floating number. */
    private boolean cannotChange(DataType to) {
        Matcher decimal = DECIMAL.matcher(from);
        if (decimal.matches()) {
            int scale = Integer.parseInt(decimal.group(2));
            int whole = Integer.parseInt(decimal.group(1)) - scale;
            return to instanceof Decimal wide
                    ? wide.scale() >= scale && wide.precision() - wide.scale() >= whole
                    : floatingDigits(to) > 0 && whole <= floatingDigits(to);
        }
        int digits = TypeShape.digits(from);
        if (digits > 0) {
            return to instanceof Decimal wide
                    ? wide.precision() - wide.scale() >= digits
                    : digits <= Math.max(TypeShape.safeDigits(DuckDbTypes.sql(to)), floatingDigits(to));
        }
        return switch (from) {
            case "FLOAT" -> to == Primitive.DOUBLE;
            case "DATE", "TIMESTAMP" -> to == Primitive.TIMESTAMP || to == Primitive.TIMESTAMP_NTZ;
            default -> COARSE_TIMES.contains(from) && to == Primitive.TIMESTAMP_NTZ;
        };
    }

    private static int floatingDigits(DataType to) {
        if (to == Primitive.DOUBLE) {
            return DOUBLE_DIGITS;
        }
        return to == Primitive.FLOAT ? FLOAT_DIGITS : 0;
    }

    private static boolean isExact(DataType to) {
        return to instanceof Decimal || TypeShape.isWhole(DuckDbTypes.sql(to));
    }

    private Conversion nested(DataType to) {
        DataType own;
        String known = NULL_TYPE.matcher(from).replaceAll("INTEGER");
        try {
            own = DuckDbTypes.parse(known);
        } catch (SluiceException unsupported) {
            throw refused("cast it in the statement");
        }
        if (TypeShape.isSame(own, to) && known.equals(from)) {
            return cast();
        }
        TypeShape.misfit(own, to).ifPresent(part -> {
            throw refused(part);
        });
        return checked("TRY_CAST(%s AS %s) IS NOT DISTINCT FROM %s".formatted(value, known, content));
    }

    private Conversion cast() {
        return Conversion.always("CAST(%s AS %s)".formatted(content, DuckDbTypes.sql(column.type())));
    }

    private Conversion thereAndBack() {
        return checked("TRY_CAST(%s AS %s) IS NOT DISTINCT FROM %s".formatted(value, from, content));
    }

    private Conversion checked(String check) {
        return Conversion.checked("TRY_CAST(%s AS %s)".formatted(content, DuckDbTypes.sql(column.type())), check);
    }

    private SluiceException refused(String what) {
        return SluiceException.user("values of type %s do not go into column '%s' of type %s: %s"
                .formatted(from, column.name(), DuckDbTypes.sql(column.type()), what));
    }
}
