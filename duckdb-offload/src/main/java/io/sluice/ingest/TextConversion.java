package io.sluice.ingest;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.ingest.CsvOptions.TextFormats;
import io.sluice.ingest.InputGroup.Origin;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;

/**
 * SQL that makes a value of a text, exactly or not at all.
 *
 * <p>DuckDB's own casts change values silently: {@code 1.7} becomes the BIGINT 2, {@code 1.239} the DECIMAL 1.24, a
 * timestamp loses its zone. So every cast is checked. The cheap check, which nearly all values pass, is that the value
 * written as text is the text that was read (a decimal may be written with fewer digits: then the text is a prefix).
 * Only what fails it is looked at with a regular expression.
 */
final class TextConversion {
    private static final String WHOLE = "[+-]?[0-9]+(?:[.]0*)?";
    private static final String WHOLE_INFERRED = "[+-]?(?:0|[1-9][0-9]*)";
    private static final String DAY = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}";
    private static final String TIME = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6}0*)?)?";
    private static final String OFFSET = "(?: ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))";

    private final TextFormats formats;

    TextConversion(TextFormats formats) {
        this.formats = formats;
    }

    /** SQL of the value; null if the text is null or no value of the type. A user error for a type no text has. */
    String sql(String text, DataType type, Origin origin) {
        if (type instanceof Decimal decimal) {
            return decimal(text, decimal, origin);
        }
        if (!(type instanceof Primitive primitive)) {
            throw noText(type);
        }
        return switch (primitive) {
            case STRING -> text;
            case BYTE, SHORT, INTEGER, LONG -> whole(text, primitive, origin);
            case FLOAT, DOUBLE -> floating(text, primitive);
            case BOOLEAN -> bool(text, origin);
            case DATE -> date(text, origin);
            case TIMESTAMP_NTZ -> localTimestamp(text);
            case TIMESTAMP -> instant(text);
            case BINARY -> throw noText(type);
        };
    }

    private static SluiceException noText(DataType type) {
        return SluiceException.user(
                "values of type %s cannot be read from text: use Parquet or JSON lines".formatted(type.text()));
    }

    private static String whole(String text, Primitive type, Origin origin) {
        String cast = tryCast(text, DuckDbTypes.sql(type));
        String trimmed = "trim(" + text + ")";
        return "CASE WHEN CAST(%s AS VARCHAR) = %s THEN %s WHEN %s THEN %s END"
                .formatted(
                        cast,
                        text,
                        cast,
                        matches(trimmed, origin == Origin.INFERRED ? WHOLE_INFERRED : WHOLE),
                        tryCast(trimmed, DuckDbTypes.sql(type)));
    }

    private String decimal(String text, Decimal type, Origin origin) {
        String number = number(text);
        String cast = tryCast(number, DuckDbTypes.sql(type));
        String trimmed = "trim(" + number + ")";
        String digits = origin == Origin.INFERRED ? "(?:0|[1-9][0-9]*)" : "[0-9]+";
        String pattern = "[+-]?(?:%1$s(?:[.][0-9]{0,%2$d}0*)?|[.][0-9]{1,%3$d}0*)"
                .formatted(digits, type.scale(), Math.max(1, type.scale()));
        return "CASE WHEN starts_with(CAST(%s AS VARCHAR), %s) THEN %s WHEN %s THEN %s END"
                .formatted(cast, number, cast, matches(trimmed, pattern), tryCast(trimmed, DuckDbTypes.sql(type)));
    }

    private String floating(String text, Primitive type) {
        String cast = tryCast(number(text), DuckDbTypes.sql(type));
        // What overflows would become infinite.
        return "CASE WHEN isinf(%1$s) AND NOT regexp_full_match(lower(trim(%2$s)), '[+-]?inf(?:inity)?') THEN NULL ELSE %1$s END"
                .formatted(cast, text);
    }

    /** The text with a point before the fraction; null if the text has a point and the format a comma. */
    String number(String text) {
        return formats.decimalSeparator() == '.'
                ? text
                : "CASE WHEN contains(%1$s, '.') THEN NULL ELSE replace(%1$s, ',', '.') END".formatted(text);
    }

    private static String bool(String text, Origin origin) {
        String plain = "lower(trim(" + text + "))";
        return origin == Origin.INFERRED
                ? "CASE %s WHEN 'true' THEN true WHEN 'false' THEN false END".formatted(plain)
                : ("CASE WHEN %1$s IN ('true', 't', 'yes', 'y', '1') THEN true"
                                + " WHEN %1$s IN ('false', 'f', 'no', 'n', '0') THEN false END")
                        .formatted(plain);
    }

    private String date(String text, Origin origin) {
        if (formats.date().isPresent()) {
            return "TRY_CAST(try_strptime(%s, %s) AS DATE)"
                    .formatted(text, quoted(formats.date().get()));
        }
        String cast = tryCast(text, "DATE");
        String also = origin == Origin.INFERRED ? DAY : DAY + "(?:[ T]00:00(?::00(?:[.]0+)?)?)?";
        // The length keeps 'infinity' out.
        return "CASE WHEN strlen(%2$s) = 10 AND CAST(%1$s AS VARCHAR) = %2$s THEN %1$s WHEN %3$s THEN %1$s END"
                .formatted(cast, text, matches("trim(" + text + ")", also));
    }

    private String localTimestamp(String text) {
        if (formats.timestamp().isPresent()) {
            return "try_strptime(%s, %s)"
                    .formatted(text, quoted(formats.timestamp().get()));
        }
        String cast = tryCast(text, "TIMESTAMP");
        return ("CASE WHEN strlen(%2$s) >= 19 AND CAST(%1$s AS VARCHAR) IN (%2$s, replace(%2$s, 'T', ' ')) THEN %1$s"
                        + " WHEN %3$s THEN %1$s END")
                .formatted(cast, text, matches("trim(" + text + ")", DAY + "(?:[ T]" + TIME + ")?"));
    }

    private String instant(String text) {
        if (formats.timestamp().isPresent()) {
            return "CAST(try_strptime(%s, %s) AS TIMESTAMP WITH TIME ZONE)"
                    .formatted(text, quoted(formats.timestamp().get()));
        }
        String pattern = DAY + "(?:[ T]" + TIME + OFFSET + "?)?";
        return "CASE WHEN %s THEN %s END"
                .formatted(matches("trim(" + text + ")", pattern), tryCast(text, "TIMESTAMP WITH TIME ZONE"));
    }

    private static String tryCast(String text, String type) {
        return "TRY_CAST(" + text + " AS " + type + ")";
    }

    private static String matches(String text, String pattern) {
        return "regexp_full_match(" + text + ", " + quoted(pattern) + ")";
    }

    private static String quoted(String text) {
        return SqlText.literal(text);
    }
}
