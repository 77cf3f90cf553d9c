package io.sluice.sql;

import io.sluice.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an SQL text into tokens, without comments and blanks. It knows what may hide a name or a semicolon (quotes,
 * dollar quotes, nested comments) and leaves all judgement to the engine: what is not closed ends with the text.
 */
public final class Lexer {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens of a text, in order. */
    public static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        while (lexer.position < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char first = sql.charAt(position);
        if (Character.isWhitespace(first)) {
            position++;
        } else if (sql.startsWith("--", position)) {
            int lineEnd = sql.indexOf('\n', position);
            position = lineEnd < 0 ? sql.length() : lineEnd;
        } else if (sql.startsWith("/*", position)) {
            skipComment();
        } else if (first == '"' || first == '`') {
            int end = quoteEnd(first, false);
            String quote = String.valueOf(first);
            String name =
                    sql.substring(position + 1, Math.max(position + 1, end - 1)).replace(quote + quote, quote);
            add(Kind.QUOTED_NAME, end, name);
        } else if (first == '\'') {
            add(Kind.STRING, quoteEnd('\'', false));
        } else if ((first == 'e' || first == 'E') && sql.startsWith("'", position + 1)) {
            int start = position++;
            int end = quoteEnd('\'', true);
            position = start;
            add(Kind.STRING, end);
        } else if (first == '$' && dollarTag() != null) {
            String tag = dollarTag();
            int close = sql.indexOf(tag, position + tag.length());
            add(Kind.STRING, close < 0 ? sql.length() : close + tag.length());
        } else if (isNameStart(first)) {
            add(Kind.WORD, endOfRun(true));
        } else if (Character.isDigit(first)) {
            add(Kind.NUMBER, endOfRun(false));
        } else {
            add(Kind.SYMBOL, position + (sql.startsWith("=>", position) ? 2 : 1));
        }
    }

    private void add(Kind kind, int end) {
        add(kind, end, sql.substring(position, end));
    }

    private void add(Kind kind, int end, String text) {
        tokens.add(new Token(kind, position, end, text));
        position = end;
    }

    private void skipComment() {
        int depth = 0;
        while (position < sql.length()) {
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                position++;
            }
        }
    }

    /** The index after the quote that closes the one at the position; a doubled quote stands for itself. */
    private int quoteEnd(char quote, boolean backslashEscapes) {
        int at = position + 1;
        while (at < sql.length()) {
            if (backslashEscapes && sql.charAt(at) == '\\') {
                at += 2;
            } else if (sql.charAt(at) != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return sql.length();
    }

    /** The opening {@code $tag$} at the position; null if there is none, as in {@code $1}. */
    private String dollarTag() {
        int at = position + 1;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
            at++;
        }
        boolean closed = at < sql.length() && sql.charAt(at) == '$';
        boolean number = at > position + 1 && Character.isDigit(sql.charAt(position + 1));
        return closed && !number ? sql.substring(position, at + 1) : null;
    }

    private int endOfRun(boolean name) {
        int at = position + 1;
        while (at < sql.length() && (isNamePart(sql.charAt(at)) || (!name && sql.charAt(at) == '.'))) {
            at++;
        }
        return at;
    }

    private static boolean isNameStart(char character) {
        return Character.isLetter(character) || character == '_' || Character.isSurrogate(character);
    }

    private static boolean isNamePart(char character) {
        return isNameStart(character) || Character.isDigit(character) || character == '$';
    }
}
