package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.sql.Lexer;
import io.sluice.sql.Span;
import io.sluice.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a script.
 *
 * @param text the statement alone: the engine's error positions are wrong if anything stands before it
 * @param tokens its tokens; positions are those in {@code text}
 * @param linesBefore how many lines of the script end before it
 */
record Statement(String text, List<Token> tokens, int linesBefore) {
    private static final Pattern ERROR_LINE = Pattern.compile("(?m)^LINE (\\d+): (.*)\n(.*)$");

    private static final Set<String> SETTING = Set.of("SET", "RESET");

    /** What changes something, or would reach around this session's care. What is not SQL at all the engine refuses. */
    private static final Set<String> REFUSED = Set.of(
            "ALTER",
            "ANALYZE",
            "ATTACH",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DELETE",
            "DETACH",
            "DROP",
            "EXECUTE",
            "EXPORT",
            "FORCE",
            "IMPORT",
            "INSERT",
            "INSTALL",
            "LOAD",
            "MERGE",
            "PRAGMA",
            "PREPARE",
            "REPLACE",
            "ROLLBACK",
            "START",
            "TRUNCATE",
            "UPDATE",
            "USE",
            "VACUUM");

    private static final Set<String> CHANGING = Set.of("COPY", "DELETE", "INSERT", "MERGE", "UPDATE");

    Statement {
        requireNonNull(text, "text");
        tokens = List.copyOf(tokens);
    }

    /** A statement that is a part of a script. */
    static Statement of(Span span) {
        return new Statement(span.text(), Lexer.tokens(span.text()), span.line() - 1);
    }

    /** The statements of a script, which {@code ;} separates. Empty ones are left out. */
    static List<Statement> split(String script) {
        List<Statement> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : Lexer.tokens(script)) {
            if (token.isSymbol(";")) {
                addStatement(script, current, statements);
                current.clear();
            } else {
                current.add(token);
            }
        }
        addStatement(script, current, statements);
        return statements;
    }

    private static void addStatement(String script, List<Token> tokens, List<Statement> statements) {
        if (tokens.isEmpty()) {
            return;
        }
        int start = tokens.get(0).start();
        int end = tokens.get(tokens.size() - 1).end();
        String text = script.substring(start, end);
        int linesBefore = (int)
                script.substring(0, start).chars().filter(each -> each == '\n').count();
        statements.add(new Statement(text, Lexer.tokens(text), linesBefore));
    }

    /** The statement with a text of the same length, and the same lines, in its place. */
    Statement withText(String other) {
        return new Statement(other, Lexer.tokens(other), linesBefore);
    }

    /** A message with the place in the statement that it is about. */
    String withPlace(String message, int position) {
        String lines = "\n".repeat(linesBefore);
        int start = linesBefore + position;
        return message + "\n\n" + new Span(lines + text, start, lines.length() + text.length()).place();
    }

    /** An error message of the engine with the lines of the script instead of those of the statement. */
    String withScriptLines(String message) {
        return ERROR_LINE.matcher(message).replaceAll(found -> {
            int line = Integer.parseInt(found.group(1)) + linesBefore;
            String shift = " "
                    .repeat(Math.max(
                            0, String.valueOf(line).length() - found.group(1).length()));
            return Matcher.quoteReplacement("LINE %d: %s\n%s%s".formatted(line, found.group(2), shift, found.group(3)));
        });
    }

    /** A text of the same length and with the same lines, but nothing in them. */
    static String blank(String text) {
        return text.replaceAll("[^\n]", " ");
    }

    /** Throws a user error if the statement does more than read. */
    void requireReading() {
        Token first = tokens.get(0);
        Optional<Token> refused = first.isOneOf(REFUSED) ? Optional.of(first) : changeAfterWith();
        refused.ifPresent(word -> {
            throw SluiceException.user(
                    ("%s is not supported here: 'sluice sql' runs queries and the statements of docs/sql.md; 'sluice"
                                    + " ingest' adds files, and '-o parquet --output FILE' keeps a result")
                            .formatted(word.text().toUpperCase(Locale.ROOT)));
        });
    }

    /** A statement that changes something can hide behind, and inside of, WITH. */
    private Optional<Token> changeAfterWith() {
        if (!tokens.get(0).isWord("WITH") && !tokens.get(0).isWord("EXPLAIN")) {
            return Optional.empty();
        }
        for (int i = 1; i < tokens.size(); i++) {
            Token before = tokens.get(i - 1);
            boolean begins =
                    before.isSymbol("(") || before.isSymbol(")") || before.isOneOf(Set.of("EXPLAIN", "ANALYZE"));
            if (begins && tokens.get(i).isOneOf(CHANGING)) {
                return Optional.of(tokens.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether the statement only changes the session. */
    boolean isSetting() {
        return tokens.get(0).isOneOf(SETTING);
    }

    /** The query that an EXPLAIN is about, in its place; the statement itself if it is none. */
    String withoutExplain(String sql) {
        if (!tokens.get(0).isWord("EXPLAIN")) {
            return sql;
        }
        int at = 1;
        if (at < tokens.size() && tokens.get(at).isWord("ANALYZE")) {
            at++;
        }
        if (at < tokens.size() && tokens.get(at).isSymbol("(")) {
            while (at < tokens.size() && !tokens.get(at).isSymbol(")")) {
                at++;
            }
            at++;
        }
        return at < tokens.size() ? sql.substring(tokens.get(at).start()) : sql;
    }
}
