package io.sluice.sql;

import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Walks over the tokens of one statement. What it is not told to expect is a user error at that place. */
final class Cursor {
    private static final Set<String> OPENING = Set.of("(", "[", "{");
    private static final Set<String> CLOSING = Set.of(")", "]", "}");

    private final String script;
    private final List<Token> tokens;
    private int at;

    /** @param tokens at least one; their positions are those in the script */
    Cursor(String script, List<Token> tokens) {
        this.script = script;
        this.tokens = tokens;
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    /** Where the walk is: an index for {@link #spanFrom} and {@link #back}. */
    int mark() {
        return at;
    }

    /** Goes back to an earlier place. */
    void back(int mark) {
        at = mark;
    }

    /** The tokens from an earlier place to the last one that was passed. */
    Span spanFrom(int mark) {
        return new Span(script, tokens.get(mark).start(), tokens.get(at - 1).end());
    }

    /** The whole statement. */
    Span statement() {
        return new Span(
                script, tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
    }

    /** The rest of the statement; at least one token. */
    Span rest(String expected) {
        if (atEnd()) {
            throw unexpected(expected);
        }
        int mark = at;
        at = tokens.size();
        return spanFrom(mark);
    }

    /** The next token, or the end of the last one. */
    Span here() {
        if (atEnd()) {
            int end = tokens.get(tokens.size() - 1).end();
            return new Span(script, end, end);
        }
        return new Span(script, tokens.get(at).start(), tokens.get(at).end());
    }

    boolean isNext(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isNextOneOf(Set<String> words) {
        return !atEnd() && tokens.get(at).isOneOf(words);
    }

    boolean isNextSymbol(String symbol) {
        return !atEnd() && tokens.get(at).isSymbol(symbol);
    }

    boolean isNextName() {
        return !atEnd() && tokens.get(at).isName();
    }

    boolean accept(String... words) {
        boolean there = isNext(words);
        at += there ? words.length : 0;
        return there;
    }

    void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw unexpected(word);
            }
        }
    }

    boolean acceptSymbol(String symbol) {
        boolean there = isNextSymbol(symbol);
        at += there ? 1 : 0;
        return there;
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw unexpected("the end of the statement");
        }
    }

    /** The error that something else than the next token should stand here. */
    SluiceException unexpected(String expected) {
        String found = atEnd() ? "at the end of the statement" : "at or near \"" + here().text() + "\"";
        return here().error("syntax error %s: expected %s".formatted(found, expected));
    }

    /** The error that Sluice does not know what stands here, though others may. */
    SluiceException unsupported(String what) {
        return here().error(what);
    }

    Token next(String expected) {
        if (atEnd()) {
            throw unexpected(expected);
        }
        return tokens.get(at++);
    }

    /** A name, or the text of a name in quotes. */
    String name(String expected) {
        if (!isNextName()) {
            throw unexpected(expected);
        }
        return tokens.get(at++).text();
    }

    /** The text of a string literal. */
    String string(String expected) {
        if (atEnd() || tokens.get(at).kind() != Token.Kind.STRING) {
            throw unexpected(expected);
        }
        return Literals.text(tokens.get(at++).text());
    }

    /** {@code a.b.c}. */
    ColumnPath path(String expected) {
        int mark = at;
        List<String> names = new ArrayList<>(List.of(name(expected)));
        while (acceptSymbol(".")) {
            names.add(name("a name"));
        }
        return new ColumnPath(spanFrom(mark), names);
    }

    /** A table's name, with or without its namespace. */
    TableName tableName() {
        ColumnPath path = path("the name of a table");
        try {
            return switch (path.names().size()) {
                case 1 -> new TableName(NamespaceName.DEFAULT, path.names().get(0));
                case 2 -> TableName.of(path.names().get(0), path.names().get(1));
                default ->
                    throw SluiceException.user("'%s' is not a table name: write NAMESPACE.TABLE, for example"
                                    .formatted(path.span().text())
                            + " sales.orders");
            };
        } catch (SluiceException notATableName) {
            throw path.error(notATableName.getMessage());
        }
    }

    /** The table that a statement changes, without an alias. */
    TargetTable target() {
        int mark = at;
        TableName name = tableName();
        TargetTable target = new TargetTable(name, spanFrom(mark), Optional.empty());
        if (isNext("AT") || isNext("VERSION") || isNext("TIMESTAMP")) {
            throw unsupported("an earlier state of %s cannot be changed, only its last one".formatted(name));
        }
        return target;
    }

    /** The same with {@code [AS] alias}, which is none of the words that may follow. */
    TargetTable targetWithAlias(Set<String> following) {
        TargetTable target = target();
        boolean named = accept("AS") || (isNextName() && !isNextOneOf(following));
        return named ? new TargetTable(target.name(), target.span(), Optional.of(name("an alias"))) : target;
    }

    /**
     * What stands before one of some words, or before a comma, outside of all parentheses; at least one token.
     *
     * @param symbols {@code ,} or nothing
     */
    Span until(Set<String> words, Set<String> symbols, String expected) {
        int mark = at;
        int depth = 0;
        int cases = 0;
        while (!atEnd()) {
            Token token = tokens.get(at);
            boolean keyword = !follows(".");
            if (depth == 0 && cases == 0 && isStop(token, keyword, words, symbols)) {
                break;
            }
            depth += isSymbolOf(token, OPENING) ? 1 : 0;
            depth -= isSymbolOf(token, CLOSING) ? 1 : 0;
            if (depth < 0) {
                break;
            }
            cases += keyword && token.isWord("CASE") ? 1 : 0;
            cases -= keyword && token.isWord("END") && cases > 0 ? 1 : 0;
            at++;
        }
        if (at == mark) {
            throw unexpected(expected);
        }
        return spanFrom(mark);
    }

    private boolean isStop(Token token, boolean keyword, Set<String> words, Set<String> symbols) {
        boolean distinctFrom =
                token.isWord("FROM") && at > 0 && tokens.get(at - 1).isWord("DISTINCT");
        return (keyword && !distinctFrom && token.isOneOf(words)) || isSymbolOf(token, symbols);
    }

    private boolean follows(String symbol) {
        return at > 0 && tokens.get(at - 1).isSymbol(symbol);
    }

    private static boolean isSymbolOf(Token token, Set<String> symbols) {
        return token.kind() == Token.Kind.SYMBOL && symbols.contains(token.text());
    }

    /** What stands in parentheses; at least one token. */
    Span parenthesized(String expected) {
        expectSymbol("(");
        Span inner = until(Set.of(), Set.of(), expected);
        expectSymbol(")");
        return inner;
    }

    /** The columns of {@code (a, b)}. */
    List<ColumnPath> columns() {
        List<ColumnPath> columns = new ArrayList<>();
        expectSymbol("(");
        do {
            columns.add(path("the name of a column"));
        } while (acceptSymbol(","));
        expectSymbol(")");
        return columns;
    }

    /** The expressions of {@code (x, y)}. */
    List<Span> expressions() {
        List<Span> expressions = new ArrayList<>();
        expectSymbol("(");
        do {
            expressions.add(until(Set.of(), Set.of(","), "an expression"));
        } while (acceptSymbol(","));
        expectSymbol(")");
        return expressions;
    }

    /** Refuses words outside of parentheses in a part of the statement that was passed. */
    void refuse(Span part, Set<String> words, String message) {
        Cursor inside = new Cursor(
                script,
                tokens.stream()
                        .filter(token -> token.start() >= part.start() && token.end() <= part.end())
                        .toList());
        if (!inside.isNextOneOf(words)) {
            inside.until(words, Set.of(), "an expression");
        }
        if (!inside.atEnd()) {
            throw inside.unsupported(message.formatted(inside.here().text().toUpperCase(Locale.ROOT)));
        }
    }
}
