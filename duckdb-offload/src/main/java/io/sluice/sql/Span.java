package io.sluice.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;

/**
 * A part of a script, as the user has written it.
 *
 * @param script the whole text
 * @param start index of the part's first character
 * @param end index after its last character
 */
public record Span(String script, int start, int end) {
    private static final int LONGEST_LINE = 100;

    public Span {
        requireNonNull(script, "script");
        if (start < 0 || end < start || end > script.length()) {
            throw new IllegalArgumentException("no part of the script: " + start + " to " + end);
        }
    }

    /** All of a text. */
    public static Span of(String text) {
        return new Span(text, 0, text.length());
    }

    /** The text of the part. */
    public String text() {
        return script.substring(start, end);
    }

    /** The part from this one's beginning to the end of another, later one. */
    public Span to(Span last) {
        return new Span(script, start, last.end);
    }

    /** The line of the script in which the part begins, from 1. */
    public int line() {
        return (int) script.substring(0, start)
                        .chars()
                        .filter(each -> each == '\n')
                        .count()
                + 1;
    }

    /** A user error with the line in which the part begins, and a mark below its first character. */
    public SluiceException error(String message) {
        return SluiceException.user(message + "\n\n" + place());
    }

    /** {@code LINE 3: the line}, and below it a mark under the first character of the part. */
    public String place() {
        int lineStart = script.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = script.indexOf('\n', start);
        String line = script.substring(lineStart, lineEnd < 0 ? script.length() : lineEnd)
                .replace('\t', ' ')
                .replace('\r', ' ')
                .stripTrailing();
        int column = start - lineStart;
        if (line.length() > LONGEST_LINE) {
            int from = Math.max(0, Math.min(column - LONGEST_LINE / 2, line.length() - LONGEST_LINE));
            int to = Math.min(line.length(), from + LONGEST_LINE);
            String before = from > 0 ? "..." : "";
            line = before + line.substring(from, to) + (to < line.length() ? "..." : "");
            column += before.length() - from;
        }
        String label = "LINE " + line() + ": ";
        return label + line + "\n" + " ".repeat(label.length() + column) + "^";
    }
}
