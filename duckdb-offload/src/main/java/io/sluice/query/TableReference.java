package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.sql.Token;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A place of a statement that may name a table of the lake. Whether it does is the engine's to decide: a reference to
 * something else is harmless.
 *
 * @param start index of the first character of the name
 * @param end index after the name
 * @param at the earlier state that is asked for
 */
record TableReference(TableName name, int start, int end, Optional<At> at) {
    /** Words after which a table stands. */
    private static final Set<String> BEFORE_TABLE = Set.of(
            "FROM", "JOIN", "TABLE", "DESCRIBE", "DESC", "SUMMARIZE", "PIVOT", "UNPIVOT", "LATERAL", "PIVOT_WIDER");

    /**
     * {@code AT (VERSION => ...)} or {@code AT (TIMESTAMP => ...)}.
     *
     * @param expression what stands after the arrow
     * @param start index of the first character of {@code AT}
     * @param end index after the closing parenthesis
     */
    record At(Unit unit, String expression, int start, int end) {
        enum Unit {
            VERSION,
            TIMESTAMP
        }
    }

    TableReference {
        requireNonNull(name, "name");
        requireNonNull(at, "at");
    }

    static List<TableReference> find(Statement statement) {
        List<Token> tokens = statement.tokens();
        List<TableReference> references = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isName() && !follows(tokens, i, ".")) {
                int end = chainEnd(tokens, i);
                boolean function = end < tokens.size() && tokens.get(end).isSymbol("(");
                if (!function && mayBeTable(tokens, i, end)) {
                    add(statement, i, end, references);
                }
                i = end - 1;
            }
        }
        return references;
    }

    private static boolean follows(List<Token> tokens, int index, String symbol) {
        return index > 0 && tokens.get(index - 1).isSymbol(symbol);
    }

    /** The index after {@code a.b.c}. */
    private static int chainEnd(List<Token> tokens, int start) {
        int end = start + 1;
        while (end + 1 < tokens.size()
                && tokens.get(end).isSymbol(".")
                && tokens.get(end + 1).isName()) {
            end += 2;
        }
        return end;
    }

    /** A name with a namespace may be a table anywhere, one without it only where tables stand. */
    private static boolean mayBeTable(List<Token> tokens, int start, int end) {
        return end - start > 1 || standsForTable(tokens, start);
    }

    private static boolean standsForTable(List<Token> tokens, int start) {
        if (start == 0) {
            return false;
        }
        Token before = tokens.get(start - 1);
        return before.isOneOf(BEFORE_TABLE) || before.isSymbol(",") || before.isSymbol("(");
    }

    private static void add(Statement statement, int start, int end, List<TableReference> references) {
        List<Token> tokens = statement.tokens();
        Optional<TableName> name = name(tokens, start, end);
        Optional<At> at = standsForTable(tokens, start) ? at(statement, end) : Optional.empty();
        name.ifPresent(table -> references.add(new TableReference(
                table, tokens.get(start).start(), tokens.get(end - 1).end(), at)));
    }

    private static Optional<TableName> name(List<Token> tokens, int start, int end) {
        try {
            String first = tokens.get(start).text();
            return Optional.of(
                    end - start == 1
                            ? new TableName(NamespaceName.DEFAULT, first)
                            : TableName.of(first, tokens.get(start + 2).text()));
        } catch (SluiceException notATableName) {
            return Optional.empty();
        }
    }

    /** The AT clause behind a table and its alias. */
    private static Optional<At> at(Statement statement, int nameEnd) {
        List<Token> tokens = statement.tokens();
        int at = nameEnd;
        if (at < tokens.size() && tokens.get(at).isWord("AS")) {
            at += 2;
        } else if (at < tokens.size()
                && tokens.get(at).isName()
                && !tokens.get(at).isWord("AT")) {
            at++;
        }
        if (at + 3 >= tokens.size()
                || !tokens.get(at).isWord("AT")
                || !tokens.get(at + 1).isSymbol("(")
                || !tokens.get(at + 3).isSymbol("=>")) {
            return Optional.empty();
        }
        int close = closing(tokens, at + 1);
        if (close < 0 || !tokens.get(at + 2).isOneOf(Set.of("VERSION", "TIMESTAMP"))) {
            return Optional.empty();
        }
        At.Unit unit = tokens.get(at + 2).isWord("VERSION") ? At.Unit.VERSION : At.Unit.TIMESTAMP;
        String expression = statement
                .text()
                .substring(tokens.get(at + 3).end(), tokens.get(close).start());
        return Optional.of(new At(
                unit, expression, tokens.get(at).start(), tokens.get(close).end()));
    }

    /** The index of the parenthesis that closes the one at {@code open}; negative if there is none. */
    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).isSymbol("(") ? 1 : 0;
            depth -= tokens.get(i).isSymbol(")") ? 1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
