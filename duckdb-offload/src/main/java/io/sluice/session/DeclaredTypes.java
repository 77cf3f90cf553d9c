package io.sluice.session;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.query.LakeSql;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Lexer;
import io.sluice.sql.Span;
import io.sluice.sql.Token;
import io.sluice.table.DataType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;

/**
 * Types as users write them, in the engine's words or in Spark's. Where both have a word it means what the engine takes
 * it for: TIMESTAMP is one without time zone.
 */
final class DeclaredTypes {
    private static final Map<String, String> SPARK =
            Map.of("BYTE", "TINYINT", "TIMESTAMP_NTZ", "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP WITH TIME ZONE");

    private final LakeSql sql;

    DeclaredTypes(LakeSql sql) {
        this.sql = sql;
    }

    /** The type; a user error, at its place, if a table has none that is exactly so. */
    DataType read(Span type) {
        String written = inEngineWords(type.text());
        String engineType;
        try {
            engineType = described(written);
        } catch (SluiceException unknown) {
            String why = unknown.getMessage().lines().findFirst().orElse("");
            throw type.error("'%s' is not a type: %s".formatted(type.text(), why));
        }
        DataType parsed = parsed(engineType, type);
        if (!described(DuckDbTypes.sql(parsed)).equals(engineType)) {
            throw type.error("tables have no type %s: write %s, which holds its values"
                    .formatted(type.text(), DuckDbTypes.sql(parsed)));
        }
        return parsed;
    }

    private String described(String type) {
        ComposedSql describing = new ComposedSql().add("DESCRIBE SELECT CAST(NULL AS " + type + ") AS c");
        return sql.query(describing, row -> row.text(2)).get(0);
    }

    private static DataType parsed(String engineType, Span type) {
        try {
            return DuckDbTypes.parse(engineType);
        } catch (SluiceException none) {
            throw type.error(none.getMessage());
        }
    }

    /**
     * {@code MAP<STRING, ARRAY<INT>>} as {@code MAP(STRING, INT[])}, {@code STRUCT<a: INT>} as {@code STRUCT(a INT)}.
     */
    static String inEngineWords(String type) {
        StringBuilder words = new StringBuilder();
        Deque<String> open = new ArrayDeque<>();
        String before = "";
        for (Token token : Lexer.tokens(type)) {
            String text = token.text();
            if (token.isSymbol("<")) {
                open.push(before);
                words.append(before.equals("ARRAY") ? "" : "(");
            } else if (token.isSymbol(">") && !open.isEmpty()) {
                words.append(open.pop().equals("ARRAY") ? "[]" : ")");
            } else if (token.isWord("ARRAY") && isGeneric(type, token)) {
                // Its element's type comes first.
                words.append(' ');
            } else if (token.isSymbol(":")) {
                words.append(' ');
            } else if (token.kind() == Token.Kind.WORD) {
                words.append(' ').append(SPARK.getOrDefault(text.toUpperCase(Locale.ROOT), text));
            } else if (token.kind() == Token.Kind.QUOTED_NAME) {
                words.append(' ').append(SqlText.identifier(text));
            } else {
                words.append(text);
            }
            before = text.toUpperCase(Locale.ROOT);
        }
        return words.toString().strip();
    }

    private static boolean isGeneric(String type, Token array) {
        return type.substring(array.end()).stripLeading().startsWith("<");
    }
}
