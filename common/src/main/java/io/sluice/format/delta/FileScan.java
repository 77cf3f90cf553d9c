package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads one {@code add} of a text that is kept, as far as a {@link LoggedFile} needs it. */
final class FileScan {
    private final JsonParser parser;
    private final byte[] content;
    /** Where in the content the parser has begun. */
    private final int from;

    private String path;
    private int pathStart = -1;
    private int statsStart = -1;
    private Optional<String> deletions = Optional.empty();
    private Map<String, Optional<String>> partitionValues = Map.of();
    private long size;
    private long modified;

    FileScan(JsonParser parser, byte[] content, int from) {
        this.parser = parser;
        this.content = content;
        this.from = from;
    }

    /** Reads a file again from the place that an earlier scan has found. */
    static LoggedFile of(byte[] content, int start, int end) {
        try (JsonParser parser = Json.FACTORY.createParser(content, start, end - start)) {
            parser.nextToken();
            return new FileScan(parser, content, start).read();
        } catch (IOException impossible) {
            throw SluiceException.bug("an action that was valid JSON no longer is", impossible);
        }
    }

    /** The parser stands at the beginning of the object, and afterwards at its end. */
    LoggedFile read() throws IOException {
        int start = tokenStart();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                readField(field);
            }
        }
        if (path == null) {
            throw new JsonParseException(parser, "a file action has no path");
        }
        int end = tokenStart() + 1;
        return new LoggedFile(
                content, start, end, pathStart, statsStart, path, deletions, partitionValues, size, modified);
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "path" -> readPath();
            case "partitionValues" -> partitionValues = FileActionReader.partitionValues(parser);
            case "size" -> size = parser.getLongValue();
            case "modificationTime" -> modified = parser.getLongValue();
            // The parser decodes a string only when it is asked for it.
            case "stats" -> statsStart = tokenStart();
            case "deletionVector" ->
                deletions = Optional.of(FileActionReader.deletionVector(parser).uniqueId());
            default -> parser.skipChildren();
        }
    }

    private void readPath() throws IOException {
        int start = tokenStart() + 1;
        path = DeltaPath.decoded(parser.getText());
        pathStart = isLiteral(start) ? start : -1;
    }

    private boolean isLiteral(int start) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x80 || content[start + i] != c) {
                return false;
            }
        }
        return content[start + path.length()] == '"';
    }

    private int tokenStart() {
        return from + (int) parser.currentTokenLocation().getByteOffset();
    }
}
