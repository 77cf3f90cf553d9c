package io.sluice.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting for DuckDB's SQL. */
public final class SqlText {
    private SqlText() {}

    /** A name, quoted: never a keyword, and spelt as given. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A string literal. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** A list of string literals: {@code ['a','b']}. */
    public static String literals(Collection<String> texts) {
        return texts.stream().map(SqlText::literal).collect(Collectors.joining(",", "[", "]"));
    }

    /** Names, quoted, with commas between them. */
    public static String identifiers(Collection<String> names) {
        return names.stream().map(SqlText::identifier).collect(Collectors.joining(", "));
    }
}
