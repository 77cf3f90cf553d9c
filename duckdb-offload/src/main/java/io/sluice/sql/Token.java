package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;

/**
 * A part of an SQL text.
 *
 * @param start index of its first character
 * @param end index after its last character
 * @param text of a quoted name the name, otherwise as written
 */
public record Token(Kind kind, int start, int end, String text) {
    /** What a token is. */
    public enum Kind {
        /** A name or a keyword. */
        WORD,
        /** A name in double quotes, or in backquotes as Spark has it. */
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    public Token {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }

    /** Whether the token is this symbol. */
    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether the token is this word, in any case and without quotes. */
    public boolean isWord(String upperCaseWord) {
        return kind == Kind.WORD && text.equalsIgnoreCase(upperCaseWord);
    }

    /** Whether the token is one of these words, in any case and without quotes. */
    public boolean isOneOf(Set<String> upperCaseWords) {
        return kind == Kind.WORD && upperCaseWords.contains(text.toUpperCase(Locale.ROOT));
    }

    /** Whether the token may be a name. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
