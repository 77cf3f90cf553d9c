package io.sluice.trino.definitions;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands after DEFAULT. Tables keep it in Spark's words, for all engines, and Trino knows only literals: so those
 * pass that are one value in both. The rest is shown so that whoever inserts is refused, rather than given null.
 */
final class DefaultLiterals {
    private static final String NULL = "null";
    private static final String NUMBER = "[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
    /** A literal of Trino: the name of a type, which may be missing, and a text. */
    private static final Pattern QUOTED = Pattern.compile("(\\w*)\\s*'((?:[^']|'')*)'");

    private static final Pattern SPARKS_NUMBER =
            Pattern.compile("(" + NUMBER + ")(?:[LSYDF]|BD)?", Pattern.CASE_INSENSITIVE);
    /** A text of Spark in which backslashes stand before quotes and themselves alone. */
    private static final Pattern SPARKS_TEXT =
            Pattern.compile("'((?:[^'\\\\]|''|\\\\['\"\\\\])*)'|\"((?:[^\"\\\\]|\\\\['\"\\\\])*)\"");

    private static final Pattern SPARKS_TYPED = Pattern.compile(
            "(X|DATE|TIMESTAMP|TIMESTAMP_LTZ|TIMESTAMP_NTZ)\\s*'([^'\\\\]*)'", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-M-d['T'][' ']H:m[:s]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .appendPattern("[' ']VV")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private DefaultLiterals() {}

    /** Trino's literal as tables keep it; refused if other engines would not take it for the same value. */
    static String stored(String literal, String column, DataType type) {
        if (literal.equalsIgnoreCase(NULL)) {
            return "NULL";
        }
        return read(() -> ofTrino(literal, type))
                .map(value -> spark(value, type))
                .orElseThrow(() -> new TrinoException(
                        StandardErrorCode.NOT_SUPPORTED,
                        "column '%s' of type %s cannot have the DEFAULT %s: write a literal of that type%s"
                                .formatted(
                                        column,
                                        type.text(),
                                        literal,
                                        type == Primitive.TIMESTAMP ? ", with its time zone" : "")));
    }

    /** A column's default as Trino's SQL; no literal if only Spark knows its value. */
    static Optional<String> shown(Field column) {
        return column.defaultExpression().map(String::strip).map(text -> {
            if (text.equalsIgnoreCase(NULL)) {
                return NULL;
            }
            return read(() -> ofSpark(text, column.type()))
                    .map(value -> trino(value, column.type()))
                    .orElse("spark_expression('%s')".formatted(text.replace("'", "''")));
        });
    }

    private interface Reading {
        Optional<Object> value();
    }

    private static Optional<Object> read(Reading reading) {
        try {
            return reading.value();
        } catch (NumberFormatException | DateTimeException notOfTheType) {
            return Optional.empty();
        }
    }

    private static Optional<Object> ofTrino(String literal, DataType type) {
        Matcher quoted = QUOTED.matcher(literal);
        if (!quoted.matches()) {
            return plain(literal, type);
        }
        String word = quoted.group(1).toUpperCase(Locale.ROOT);
        String text = quoted.group(2).replace("''", "'");
        if (type == Primitive.STRING) {
            return word.isEmpty() ? Optional.of(text) : Optional.empty();
        }
        return switch (word) {
            case "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "REAL", "DOUBLE", "DECIMAL" -> plain(text, type);
            case "X", "DATE" -> typed(word, text, type);
            case "TIMESTAMP" -> typed(type == Primitive.TIMESTAMP_NTZ ? "TIMESTAMP_NTZ" : "TIMESTAMP_LTZ", text, type);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> ofSpark(String text, DataType type) {
        Matcher number = SPARKS_NUMBER.matcher(text);
        Matcher quoted = SPARKS_TEXT.matcher(text);
        Matcher typed = SPARKS_TYPED.matcher(text);
        if (type == Primitive.STRING) {
            return quoted.matches() ? Optional.of(unquoted(quoted)) : Optional.empty();
        }
        if (typed.matches()) {
            // Spark's timestamps are instants, of the session's time zone if they do not say one.
            String word = typed.group(1).toUpperCase(Locale.ROOT);
            return typed(word.equals("TIMESTAMP") ? "TIMESTAMP_LTZ" : word, typed.group(2), type);
        }
        return plain(number.matches() ? number.group(1) : text, type);
    }

    private static String unquoted(Matcher quoted) {
        String text = quoted.group(1) != null ? quoted.group(1).replace("''", "'") : quoted.group(2);
        return text.replaceAll("\\\\(['\"\\\\])", "$1");
    }

    /** A number, or true or false. */
    private static Optional<Object> plain(String text, DataType type) {
        if (type == Primitive.BOOLEAN) {
            String word = text.toLowerCase(Locale.ROOT);
            return word.equals("true") || word.equals("false")
                    ? Optional.of(Boolean.parseBoolean(word))
                    : Optional.empty();
        }
        boolean isNumeric = type instanceof Decimal
                || (type instanceof Primitive primitive
                        && switch (primitive) {
                            case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> true;
                            case BOOLEAN, STRING, BINARY, DATE, TIMESTAMP, TIMESTAMP_NTZ -> false;
                        });
        return isNumeric && text.matches(NUMBER)
                ? Optional.of(new BigDecimal(text))
                        .filter(number -> fits(number, type))
                        .map(Object.class::cast)
                : Optional.empty();
    }

    private static boolean fits(BigDecimal number, DataType type) {
        if (type instanceof Decimal decimal) {
            BigDecimal plain = number.stripTrailingZeros();
            return plain.scale() <= decimal.scale()
                    && plain.precision() - plain.scale() <= decimal.precision() - decimal.scale();
        }
        boolean isApproximate = type == Primitive.FLOAT || type == Primitive.DOUBLE;
        return isApproximate || number.stripTrailingZeros().scale() <= 0;
    }

    private static Optional<Object> typed(String word, String text, DataType type) {
        if (type == Primitive.BINARY && word.equals("X")) {
            return text.matches("(?:[0-9A-Fa-f]{2})*") ? Optional.of(text.toUpperCase(Locale.ROOT)) : Optional.empty();
        }
        if (type == Primitive.DATE && word.equals("DATE")) {
            return Optional.of(LocalDate.parse(text));
        }
        if (type == Primitive.TIMESTAMP_NTZ && word.equals("TIMESTAMP_NTZ")) {
            return Optional.of(LocalDateTime.parse(text, LOCAL));
        }
        return type == Primitive.TIMESTAMP && word.equals("TIMESTAMP_LTZ")
                ? Optional.of(ZonedDateTime.parse(text, ZONED).toInstant())
                : Optional.empty();
    }

    private static String spark(Object value, DataType type) {
        if (value instanceof LocalDateTime time) {
            return "TIMESTAMP_NTZ '%s'".formatted(time.format(WRITTEN));
        }
        if (value instanceof Instant instant) {
            return "TIMESTAMP '%s+00:00'"
                    .formatted(instant.atOffset(ZoneOffset.UTC).format(WRITTEN));
        }
        if (type == Primitive.STRING) {
            return "'%s'".formatted(value.toString().replace("\\", "\\\\").replace("'", "\\'"));
        }
        return value instanceof BigDecimal number ? plainOrShort(number) : dated(value, type);
    }

    private static String trino(Object value, DataType type) {
        if (value instanceof LocalDateTime time) {
            return "TIMESTAMP '%s'".formatted(time.format(WRITTEN));
        }
        if (value instanceof Instant instant) {
            return "TIMESTAMP '%s UTC'"
                    .formatted(instant.atOffset(ZoneOffset.UTC).format(WRITTEN));
        }
        if (type == Primitive.STRING) {
            return "'%s'".formatted(value.toString().replace("'", "''"));
        }
        if (value instanceof BigDecimal number) {
            if (type instanceof Decimal) {
                return "DECIMAL '%s'".formatted(number.toPlainString());
            }
            boolean isWhole = type != Primitive.FLOAT && type != Primitive.DOUBLE;
            return isWhole
                    ? number.toBigInteger().toString()
                    : "%s '%s'".formatted(type == Primitive.FLOAT ? "REAL" : "DOUBLE", number);
        }
        return dated(value, type);
    }

    /** What both write alike. */
    private static String dated(Object value, DataType type) {
        if (type == Primitive.BINARY) {
            return "X'%s'".formatted(value);
        }
        return type == Primitive.DATE ? "DATE '%s'".formatted(value) : value.toString();
    }

    /** Digits, with an exponent where there would be many. */
    private static String plainOrShort(BigDecimal number) {
        return Math.abs((long) number.scale()) <= Decimal.MAX_PRECISION ? number.toPlainString() : number.toString();
    }
}
