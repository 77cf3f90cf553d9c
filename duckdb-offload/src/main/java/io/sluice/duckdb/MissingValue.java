package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import io.sluice.table.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a new row has in a column for which its writer says nothing: the column's default, or null. Defaults are texts
 * of Spark's SQL, of which those are understood that mean one value without doubt: literals, and the time and the day
 * of now.
 */
public final class MissingValue {
    private static final Pattern NUMBER = Pattern.compile(
            "([-+]?\\s*(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?)(?:[LSYDF]|BD)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT =
            Pattern.compile("'((?:[^'\\\\]|''|\\\\['\"\\\\])*)'|\"((?:[^\"\\\\]|\\\\['\"\\\\])*)\"");
    private static final Pattern TYPED =
            Pattern.compile("(DATE|TIMESTAMP|TIMESTAMP_LTZ|TIMESTAMP_NTZ)\\s*('[^'\\\\]*')", Pattern.CASE_INSENSITIVE);
    private static final Set<String> WORDS = Set.of("TRUE", "FALSE", "NULL");
    private static final Map<String, String> NOW = Map.of(
            "CURRENT_TIMESTAMP", "current_timestamp",
            "CURRENT_TIMESTAMP()", "current_timestamp",
            "NOW()", "current_timestamp",
            "CURRENT_DATE", "current_date",
            "CURRENT_DATE()", "current_date");
    /** Spark's timestamps are instants. */
    private static final Map<String, String> TYPES = Map.of(
            "DATE", "DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_LTZ", "TIMESTAMPTZ", "TIMESTAMP_NTZ", "TIMESTAMP");

    private MissingValue() {}

    /** SQL of the value, of the column's type; a user error if the column's default means nothing here. */
    public static String sql(Field column) {
        String value = column.defaultExpression()
                .map(expression -> engineSql(expression)
                        .orElseThrow(() -> SluiceException.user(
                                "column '%s' has the DEFAULT %s, which only Spark can compute: give the column a value"
                                        .formatted(column.name(), expression))))
                .orElse("NULL");
        return "CAST(%s AS %s)".formatted(value, DuckDbTypes.sql(column.type()));
    }

    /** The engine's SQL for a default of Spark's; empty if it is none of those that are understood. */
    public static Optional<String> engineSql(String expression) {
        String trimmed = expression.strip();
        String upper = trimmed.toUpperCase(Locale.ROOT);
        if (WORDS.contains(upper)) {
            return Optional.of(upper);
        }
        if (NOW.containsKey(upper.replaceAll("\\s", ""))) {
            return Optional.of(NOW.get(upper.replaceAll("\\s", "")));
        }
        Matcher number = NUMBER.matcher(trimmed);
        if (number.matches()) {
            return Optional.of(number.group(1));
        }
        Matcher text = TEXT.matcher(trimmed);
        if (text.matches()) {
            String quoted = text.group(1) != null ? text.group(1).replace("''", "'") : text.group(2);
            return Optional.of(SqlText.literal(quoted.replaceAll("\\\\(['\"\\\\])", "$1")));
        }
        Matcher typed = TYPED.matcher(trimmed);
        return typed.matches()
                ? Optional.of(TYPES.get(typed.group(1).toUpperCase(Locale.ROOT)) + " " + typed.group(2))
                : Optional.empty();
    }
}
