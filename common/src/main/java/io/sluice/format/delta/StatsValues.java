package io.sluice.format.delta;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Single bounds, from {@link Values} to JSON and back. Every step may widen a bound and none narrows it. A bound that
 * cannot be said is null.
 */
final class StatsValues {
    /** How many characters of a text bound are kept. */
    static final int TEXT_LENGTH = 32;

    private static final long MICROS_PER_MILLI = 1000;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private StatsValues() {}

    /** The JSON value of a lower bound. */
    static Object lower(Field field, Comparable<?> value) {
        if (field.type() == Primitive.STRING && value instanceof String text) {
            return wellFormed(prefix(text));
        }
        // The two zeros are equal for SQL but not for Java, and the negative one is the smaller.
        return value instanceof Double zero && zero == 0.0 ? (Object) (-0.0) : plain(field.type(), value);
    }

    /** The JSON value of an upper bound. */
    static Object upper(Field field, Comparable<?> value) {
        if (field.type() == Primitive.STRING && value instanceof String text) {
            String prefix = prefix(text);
            return wellFormed(prefix.length() == text.length() ? text : successor(prefix));
        }
        return value instanceof Double zero && zero == 0.0 ? (Object) 0.0 : plain(field.type(), value);
    }

    /** Booleans have no bounds, as readers expect none for them. */
    private static Object plain(DataType type, Comparable<?> value) {
        if (type instanceof Decimal) {
            return value instanceof BigDecimal ? value : null;
        }
        if (!(type instanceof Primitive primitive)) {
            return null;
        }
        return switch (primitive) {
            case BYTE, SHORT, INTEGER, LONG -> value instanceof Long ? value : null;
            case FLOAT, DOUBLE -> value instanceof Double number && Double.isFinite(number) ? number : null;
            case DATE -> value instanceof Long day ? date(day) : null;
            case TIMESTAMP -> value instanceof Long micros ? Timestamps.text(micros, "Z") : null;
            case TIMESTAMP_NTZ -> value instanceof Long micros ? Timestamps.text(micros, "") : null;
            case BOOLEAN, STRING, BINARY -> null;
        };
    }

    /** Years of more or less than four digits are not understood everywhere. */
    private static String date(long day) {
        return day < FIRST_DAY || day > LAST_DAY
                ? null
                : LocalDate.ofEpochDay(day).toString();
    }

    private static String prefix(String text) {
        return text.length() <= TEXT_LENGTH || text.codePointCount(0, text.length()) <= TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, TEXT_LENGTH));
    }

    /** The smallest text of at most that length that is larger than every text with the prefix; null if none is. */
    static String successor(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return new StringBuilder(prefix.substring(0, end))
                        .appendCodePoint(next)
                        .toString();
            }
        }
        return null;
    }

    /** The text, or null if it has half a surrogate pair, which UTF-8 cannot say. */
    private static String wellFormed(String text) {
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return null;
                }
                i++;
            }
        }
        return text;
    }

    /** A lower bound from the text of its JSON token. */
    static Comparable<?> min(Field field, String text) {
        if (isFloating(field.type())) {
            Double bound = floating(field, text, -1);
            return bound != null && bound == 0.0 ? Double.valueOf(-0.0) : bound;
        }
        return isTimestamp(field.type())
                ? Timestamps.micros(text)
                : Values.parse(field.type(), text).orElse(null);
    }

    /** An upper bound from the text of its JSON token. */
    static Comparable<?> max(Field field, String text) {
        if (isFloating(field.type())) {
            Double bound = floating(field, text, 1);
            return bound != null && bound == 0.0 ? Double.valueOf(0.0) : bound;
        }
        if (!isTimestamp(field.type())) {
            return Values.parse(field.type(), text).orElse(null);
        }
        Long micros = Timestamps.micros(text);
        return micros == null || Timestamps.showsMicros(text) ? micros : Long.valueOf(micros + MICROS_PER_MILLI);
    }

    /** A count, or null if the text is none. */
    static Long count(String text) {
        return (Long) Values.parse(Primitive.LONG, text).orElse(null);
    }

    /**
     * Text like {@code 0.1} may stand for the float next to it, which is another double; so may the bounds of a column
     * that was once a float.
     */
    private static Double floating(Field field, String text, int direction) {
        double exact;
        try {
            exact = Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
        if (!Double.isFinite(exact)) {
            return null;
        }
        boolean wasFloat = field.type() == Primitive.FLOAT || field.metadata().containsKey(SchemaRules.TYPE_CHANGES);
        if (!wasFloat) {
            return exact;
        }
        float nearest = (float) exact;
        return direction < 0
                ? Math.min(exact, (double) Math.nextDown(nearest))
                : Math.max(exact, (double) Math.nextUp(nearest));
    }

    static boolean isFloating(DataType type) {
        return type == Primitive.FLOAT || type == Primitive.DOUBLE;
    }

    private static boolean isTimestamp(DataType type) {
        return type == Primitive.TIMESTAMP || type == Primitive.TIMESTAMP_NTZ;
    }
}
