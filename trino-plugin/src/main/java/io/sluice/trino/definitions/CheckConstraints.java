package io.sluice.trino.definitions;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a table in Trino's SQL, for the server to check new rows by. Tables keep them in Spark's words, so
 * those pass that mean the same in both: comparisons, {@code IN}, {@code BETWEEN}, {@code LIKE} and {@code IS NULL} of
 * columns and literals, joined by {@code AND}, {@code OR} and {@code NOT}.
 */
public final class CheckConstraints {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|`(?<quoted>[^`]+)`"
                    + "|(?<number>\\d+(?:\\.\\d+)?)(?![\\w.])|(?<text>'[^'\\\\]*')(?!')|(?<sign><=(?!>)|<>|<(?!=)|>=|!=|==|[=>(),*+-]))");
    private static final Set<String> WORDS =
            Set.of("AND", "OR", "NOT", "IS", "NULL", "IN", "BETWEEN", "LIKE", "TRUE", "FALSE");

    private CheckConstraints() {}

    /** The conditions that Trino can check; the table is not written to if there are others. */
    public static List<String> of(TableMetadata table) {
        List<String> conditions = new ArrayList<>();
        for (String condition : TableProperties.of(table).constraints().values()) {
            translated(table.schema(), condition).ifPresent(conditions::add);
        }
        return conditions;
    }

    /** The conditions that Trino cannot check, by name. */
    public static Map<String, String> others(TableMetadata table) {
        Map<String, String> others = TableProperties.of(table).constraints();
        others.values()
                .removeIf(condition -> translated(table.schema(), condition).isPresent());
        return others;
    }

    /** Where the condition is null, the row is refused: delta-spark does so too, and SQL does not. */
    static Optional<String> translated(TableSchema schema, String condition) {
        StringBuilder sql = new StringBuilder();
        String before = "";
        boolean negates = false;
        boolean comparesFloats = false;
        String text = condition.strip();
        Matcher tokens = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!tokens.find(end) || tokens.start() != end) {
                return Optional.empty();
            }
            end = tokens.end();
            Optional<String> word = word(schema, tokens);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            negates |= word.get().equals("NOT") && !before.equals("IS");
            before = word.get();
            comparesFloats |= word.get().startsWith("\"") && isFloat(schema, word.get());
            sql.append(sql.isEmpty() ? "" : " ").append(word.get());
        }
        // NaN is above all numbers for Spark, and no comparison is true of it for Trino.
        return negates && comparesFloats ? Optional.empty() : Optional.of("coalesce((" + sql + "), false)");
    }

    private static Optional<String> word(TableSchema schema, Matcher token) {
        if (token.group("number") != null || token.group("text") != null) {
            return Optional.of(token.group().strip());
        }
        if (token.group("sign") != null) {
            String sign = token.group("sign");
            return Optional.of(sign.equals("==") ? "=" : sign);
        }
        String word = token.group("word");
        if (word != null && WORDS.contains(word.toUpperCase(Locale.ROOT))) {
            return Optional.of(word.toUpperCase(Locale.ROOT));
        }
        return schema.column(word == null ? token.group("quoted") : word)
                .filter(CheckConstraints::isCompared)
                .map(column -> "\"%s\"".formatted(column.name().toLowerCase(Locale.ROOT)));
    }

    private static boolean isCompared(Field column) {
        boolean isSingle = column.type() instanceof Primitive || column.type() instanceof DataType.Decimal;
        return isSingle && column.type() != Primitive.BINARY && !column.name().contains("\"");
    }

    private static boolean isFloat(TableSchema schema, String quoted) {
        return schema.column(quoted.substring(1, quoted.length() - 1))
                .map(column -> column.type() == Primitive.FLOAT || column.type() == Primitive.DOUBLE)
                .orElse(false);
    }
}
