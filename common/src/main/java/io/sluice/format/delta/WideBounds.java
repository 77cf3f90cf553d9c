package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import java.io.IOException;

/**
 * Marks the statistics of a file as true of all rows that it has ever had: the rows that are left may have narrower
 * bounds. Source: Delta protocol, "Per-file Statistics".
 */
final class WideBounds {
    private static final String NAME = "tightBounds";
    private static final String MEMBER = "\"tightBounds\":false";

    private WideBounds() {}

    /** The text with that mark; whatever else it says stays as it is, to the letter. */
    static String of(String stats) {
        try (JsonParser parser = Json.FACTORY.createParser(stats)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return stats;
            }
            int begin = offset(parser) + 1;
            boolean isEmpty = true;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                isEmpty = false;
                boolean isMark = parser.currentName().equals(NAME);
                parser.nextToken();
                if (isMark) {
                    int from = offset(parser);
                    int to = from + parser.getText().length();
                    return stats.substring(0, from) + "false" + stats.substring(to);
                }
                parser.skipChildren();
            }
            int end = isEmpty ? begin : offset(parser);
            return stats.substring(0, end) + (isEmpty ? "" : ",") + MEMBER + stats.substring(end);
        } catch (IOException malformed) {
            throw SluiceException.bug("the statistics of a file are not valid JSON: " + stats, malformed);
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }
}
