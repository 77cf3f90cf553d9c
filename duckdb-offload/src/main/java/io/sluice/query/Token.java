package io.sluice.query;

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
record Token(Kind kind, int start, int end, String text) {
    enum Kind {
        /** A name or a keyword. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    Token {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String upperCaseWord) {
        return kind == Kind.WORD && text.equalsIgnoreCase(upperCaseWord);
    }

    boolean isOneOf(Set<String> upperCaseWords) {
        return kind == Kind.WORD && upperCaseWords.contains(text.toUpperCase(Locale.ROOT));
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
