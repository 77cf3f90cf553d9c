package io.sluice.sql;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL for the engine that is made of our words and of parts of the user's text. It knows which is which, so that an
 * error of the engine can point at the place in the user's text.
 */
public final class ComposedSql {
    /** How the engine shows a place: the line, cut at either end if it is long, and a mark below it. */
    private static final Pattern PLACE = Pattern.compile("\\n+LINE (\\d+): (.*)\\n( *)\\^+\\s*$");

    private static final String CUT = "...";

    private final StringBuilder sql = new StringBuilder();
    private final List<Part> parts = new ArrayList<>();

    private record Part(int start, Span span) {
        boolean contains(int position) {
            return position >= start && position <= start + span.end() - span.start();
        }

        Span from(int position) {
            return new Span(span.script(), span.start() + position - start, span.end());
        }
    }

    /** Adds words of ours. */
    public ComposedSql add(String words) {
        sql.append(words);
        return this;
    }

    /** Adds a part of the user's text, on lines of its own. */
    public ComposedSql add(Span part) {
        sql.append('\n');
        parts.add(new Part(sql.length(), part));
        sql.append(part.text()).append('\n');
        return this;
    }

    /** Adds what another one is made of. */
    public ComposedSql add(ComposedSql other) {
        other.parts.forEach(part -> parts.add(new Part(sql.length() + part.start(), part.span())));
        sql.append(other.sql);
        return this;
    }

    /** The SQL. */
    public String text() {
        return sql.toString();
    }

    /**
     * An error of the engine about this SQL, with the place in the user's text instead of that in this one. Where it
     * points at words of ours it points nowhere.
     */
    public SluiceException explained(SluiceException failure) {
        return explained(failure, text());
    }

    /**
     * The same for SQL that was sent in place of this one, with everything at the same place.
     *
     * @param sent the SQL that the engine has seen
     */
    public SluiceException explained(SluiceException failure, String sent) {
        Matcher place = PLACE.matcher(failure.getMessage());
        if (failure.kind() != SluiceException.Kind.USER || !place.find()) {
            return failure;
        }
        String message = failure.getMessage().substring(0, place.start());
        int position = position(sent, place);
        for (Part part : parts) {
            if (part.contains(position)) {
                return SluiceException.user(
                        message + "\n\n" + part.from(position).place(), failure);
            }
        }
        return SluiceException.user(message, failure);
    }

    /** The index that the engine's mark points at; negative if it cannot be told. */
    private static int position(String sent, Matcher place) {
        int lineStart = 0;
        for (int line = Integer.parseInt(place.group(1)); line > 1; line--) {
            lineStart = sent.indexOf('\n', lineStart) + 1;
        }
        String shown = place.group(2);
        int column =
                place.group(3).length() - "LINE : ".length() - place.group(1).length();
        int lineEnd = sent.indexOf('\n', lineStart);
        String line = sent.substring(lineStart, lineEnd < 0 ? sent.length() : lineEnd);
        if (line.startsWith(shown)) {
            return lineStart + column;
        }
        boolean cutBefore = shown.startsWith(CUT);
        String middle = shown.substring(cutBefore ? CUT.length() : 0);
        middle = middle.endsWith(CUT) ? middle.substring(0, middle.length() - CUT.length()) : middle;
        int at = line.indexOf(middle);
        return at < 0 ? -1 : lineStart + at + column - (cutBefore ? CUT.length() : 0);
    }
}
