package io.sluice.sql;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that arrive piece by piece. A statement is complete with its {@code ;}, or when nothing more comes. Places
 * in errors count from the beginning of the text that came with the statement.
 */
public final class SqlScript {
    private String pending = "";

    /** The statements of a whole script. Empty ones are left out; errors of any come before one is run. */
    public static List<SqlStatement> parse(String script) {
        List<SqlStatement> statements = new ArrayList<>();
        for (List<Token> tokens : split(Lexer.tokens(script)).complete()) {
            statements.add(StatementParser.parse(script, tokens));
        }
        return statements;
    }

    /**
     * Takes some lines more.
     *
     * @param lines complete ones, with their line ends
     * @return the texts of the statements that are complete now
     */
    public List<String> take(String lines) {
        pending = pending.isEmpty() ? lines.stripLeading() : pending + lines;
        int end = split(Lexer.tokens(pending)).end();
        if (end == 0) {
            return List.of();
        }
        String complete = pending.substring(0, end);
        pending = pending.substring(end).stripLeading();
        List<String> statements = new ArrayList<>();
        int start = 0;
        for (Token token : Lexer.tokens(complete)) {
            if (token.isSymbol(";")) {
                statements.add(complete.substring(start, token.end()).stripLeading());
                start = token.end();
            }
        }
        return statements;
    }

    /** What came last and has no {@code ;}; may be blank. */
    public String rest() {
        String rest = pending;
        pending = "";
        return rest;
    }

    /** Whether a statement has begun that is not complete. */
    public boolean isWithin() {
        return !Lexer.tokens(pending).isEmpty();
    }

    /** The statements, and the index after the last semicolon. */
    private record Pieces(List<List<Token>> complete, int end) {}

    private static Pieces split(List<Token> tokens) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        int end = 0;
        for (Token token : tokens) {
            if (!token.isSymbol(";")) {
                current.add(token);
                continue;
            }
            end = token.end();
            addTo(statements, current);
            current = new ArrayList<>();
        }
        addTo(statements, current);
        return new Pieces(statements, end);
    }

    private static void addTo(List<List<Token>> statements, List<Token> tokens) {
        if (!tokens.isEmpty()) {
            statements.add(tokens);
        }
    }

    /** The one statement of a text; a user error if there are none or several. */
    public static SqlStatement parseOne(String text) {
        List<SqlStatement> statements = parse(text);
        if (statements.size() != 1) {
            throw SluiceException.user("there are %d statements where one is expected".formatted(statements.size()));
        }
        return statements.get(0);
    }
}
