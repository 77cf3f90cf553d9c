package io.sluice.sql;

/** What literals stand for. */
public final class Literals {
    private Literals() {}

    /** The text of a string literal: {@code 'it''s'}, {@code $$it's$$}, {@code e'it\'s'}. */
    public static String text(String literal) {
        if (literal.startsWith("$")) {
            int tag = literal.indexOf('$', 1) + 1;
            return literal.substring(tag, Math.max(tag, literal.length() - tag));
        }
        boolean escapes = literal.startsWith("e") || literal.startsWith("E");
        String inner = literal.substring(escapes ? 2 : 1, literal.length() - 1).replace("''", "'");
        return escapes ? unescaped(inner) : inner;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != '\\' || i + 1 == text.length()) {
                plain.append(each);
                continue;
            }
            char escaped = text.charAt(++i);
            plain.append(
                    switch (escaped) {
                        case 'n' -> '\n';
                        case 't' -> '\t';
                        case 'r' -> '\r';
                        default -> escaped;
                    });
        }
        return plain.toString();
    }
}
