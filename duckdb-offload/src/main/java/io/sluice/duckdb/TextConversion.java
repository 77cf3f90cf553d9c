package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;

/**
 * Makes values of texts, exactly or not at all.
 *
 * <p>DuckDB's own casts change values silently: {@code 1.7} becomes the BIGINT 2, {@code 1.239} the DECIMAL 1.24, a
 * timestamp loses its zone. So every cast is checked. The cheap check, which nearly all values pass, is that the value
 * written as text is the text that was read (a decimal may be written with fewer digits: then the text is a prefix).
 * Only what fails it is looked at with a regular expression.
 */
public final class TextConversion {
    /** Which of the texts that mean a value are taken for it. */
    public enum Spelling {
        /** Those that say nothing else: {@code 007} is a number, but may well be a code. */
        CANONICAL,
        /** All. */
        ANY
    }

    private static final String WHOLE = "[+-]?[0-9]+(?:[.]0*)?";
    private static final String WHOLE_INFERRED = "[+-]?(?:0|[1-9][0-9]*)";
    private static final String DAY = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}";
    private static final String TIME = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6}0*)?)?";
    private static final String OFFSET = "(?: ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))";

    private final TextFormats formats;
    private final String text;
    private final String value;

    /**
     * Prepares the conversion of one column.
     *
     * @param text the name of the text
     * @param value the name that the value will have in the check
     */
    public TextConversion(TextFormats formats, String text, String value) {
        this.formats = formats;
        this.text = text;
        this.value = value;
    }

    /** A user error for a type that no text has. */
    public Conversion to(DataType type, Spelling spelling) {
        if (type instanceof Decimal decimal) {
            return decimal(decimal, spelling);
        }
        if (!(type instanceof Primitive primitive)) {
            throw noText(type);
        }
        return switch (primitive) {
            case STRING -> Conversion.always(text);
            case BYTE, SHORT, INTEGER, LONG -> whole(primitive, spelling);
            case FLOAT, DOUBLE -> floating(primitive);
            case BOOLEAN -> bool(spelling);
            case DATE -> date(spelling);
            case TIMESTAMP_NTZ -> localTimestamp();
            case TIMESTAMP -> instant();
            case BINARY -> throw noText(type);
        };
    }

    private static SluiceException noText(DataType type) {
        return SluiceException.user(
                "values of type %s cannot be read from text: use Parquet or JSON lines".formatted(type.text()));
    }

    private Conversion whole(Primitive type, Spelling spelling) {
        return Conversion.checked(
                tryCast(text, type),
                written() + " = " + text + " OR "
                        + matches(text, spelling == Spelling.CANONICAL ? WHOLE_INFERRED : WHOLE));
    }

    private Conversion decimal(Decimal type, Spelling spelling) {
        String number = number();
        String digits = spelling == Spelling.CANONICAL ? "(?:0|[1-9][0-9]*)" : "[0-9]+";
        String pattern = "[+-]?(?:%1$s(?:[.][0-9]{0,%2$d}0*)?|[.][0-9]{1,%3$d}0*)"
                .formatted(digits, type.scale(), Math.max(1, type.scale()));
        return Conversion.checked(
                tryCast(number, type), "starts_with(" + written() + ", " + number + ") OR " + matches(number, pattern));
    }

    private Conversion floating(Primitive type) {
        // What overflows would become infinite.
        return Conversion.checked(
                tryCast(number(), type),
                "NOT isinf(%s) OR %s".formatted(value, matches("lower(" + text + ")", "[+-]?inf(?:inity)?")));
    }

    /** SQL of the text with a point before the fraction; null if the text has a point and the format a comma. */
    public String number() {
        return formats.decimalSeparator() == '.'
                ? text
                : "CASE WHEN contains(%1$s, '.') THEN NULL ELSE replace(%1$s, ',', '.') END".formatted(text);
    }

    private Conversion bool(Spelling spelling) {
        String plain = "lower(trim(" + text + "))";
        String parsed = spelling == Spelling.CANONICAL
                ? "CASE %s WHEN 'true' THEN true WHEN 'false' THEN false END".formatted(plain)
                : ("CASE WHEN %1$s IN ('true', 't', 'yes', 'y', '1') THEN true"
                                + " WHEN %1$s IN ('false', 'f', 'no', 'n', '0') THEN false END")
                        .formatted(plain);
        return Conversion.checked(parsed, value + " IS NOT NULL");
    }

    private Conversion date(Spelling spelling) {
        if (formats.date().isPresent()) {
            return Conversion.checked(
                    "TRY_CAST(try_strptime(%s, %s) AS DATE)"
                            .formatted(text, SqlText.literal(formats.date().get())),
                    value + " IS NOT NULL");
        }
        String also = spelling == Spelling.CANONICAL ? DAY : DAY + "(?:[ T]00:00(?::00(?:[.]0+)?)?)?";
        // The length keeps 'infinity' out.
        return Conversion.checked(
                tryCast(text, Primitive.DATE),
                "(strlen(%s) = 10 AND %s = %s) OR %s".formatted(text, written(), text, matches(text, also)));
    }

    private Conversion localTimestamp() {
        if (formats.timestamp().isPresent()) {
            return Conversion.checked(
                    "try_strptime(%s, %s)"
                            .formatted(text, SqlText.literal(formats.timestamp().get())),
                    value + " IS NOT NULL");
        }
        return Conversion.checked(
                tryCast(text, Primitive.TIMESTAMP_NTZ),
                "(strlen(%1$s) >= 19 AND (%2$s = %1$s OR %2$s = replace(%1$s, 'T', ' '))) OR %3$s"
                        .formatted(text, written(), matches(text, DAY + "(?:[ T]" + TIME + ")?")));
    }

    private Conversion instant() {
        if (formats.timestamp().isPresent()) {
            return Conversion.checked(
                    "CAST(try_strptime(%s, %s) AS TIMESTAMP WITH TIME ZONE)"
                            .formatted(text, SqlText.literal(formats.timestamp().get())),
                    value + " IS NOT NULL");
        }
        return Conversion.checked(
                tryCast(text, Primitive.TIMESTAMP), matches(text, DAY + "(?:[ T]" + TIME + OFFSET + "?)?"));
    }

    /** SQL of the value as text. */
    private String written() {
        return "CAST(" + value + " AS VARCHAR)";
    }

    private static String tryCast(String text, DataType type) {
        return "TRY_CAST(" + text + " AS " + DuckDbTypes.sql(type) + ")";
    }

    private String matches(String written, String pattern) {
        return "(%s IS NOT NULL AND regexp_full_match(trim(%s), %s))"
                .formatted(value, written, SqlText.literal(pattern));
    }
}
