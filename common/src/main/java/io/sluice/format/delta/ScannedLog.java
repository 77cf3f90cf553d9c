package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a piece of a log says of a table's state: files, and the other actions except {@code commitInfo}. Statistics are
 * most of a log's text and are left where they are.
 */
final class ScannedLog {
    private final List<LoggedFile> files = new ArrayList<>();
    private final List<Action> others = new ArrayList<>();
    private final int textBytes;
    private boolean hasSidecars;
    private Optional<CheckpointHeader> header = Optional.empty();

    private ScannedLog(int textBytes) {
        this.textBytes = textBytes;
    }

    /**
     * The action that begins a V2 checkpoint.
     *
     * @param tags may tell how many actions follow
     */
    record CheckpointHeader(long version, Map<String, String> tags) {}

    /** @param location of the content, for error messages */
    static ScannedLog of(String location, byte[] content) {
        return of(location, content, 0, content.length);
    }

    /**
     * Reads a part of a content that begins and ends between actions.
     *
     * @param location of the content, for error messages
     */
    static ScannedLog of(String location, byte[] content, int from, int to) {
        ScannedLog log = new ScannedLog(to - from);
        try (JsonParser parser = Json.FACTORY.createParser(content, from, to - from)) {
            while (parser.nextToken() != null) {
                log.action(parser, content, from);
            }
        } catch (IOException malformed) {
            throw ActionReader.malformed(location, malformed);
        }
        return log;
    }

    /** The {@code add} actions. */
    List<LoggedFile> files() {
        return files;
    }

    /** The other actions, in order. */
    List<Action> others() {
        return others;
    }

    /** The length of the text, which is kept as long as one of its files is. */
    int textBytes() {
        return textBytes;
    }

    boolean hasSidecars() {
        return hasSidecars;
    }

    Optional<CheckpointHeader> header() {
        return header;
    }

    private void action(JsonParser parser, byte[] content, int from) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "an action is a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String kind = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            switch (kind) {
                case "add" -> files.add(new FileScan(parser, content, from).read());
                case "commitInfo", "cdc" -> parser.skipChildren();
                case "sidecar" -> {
                    hasSidecars = true;
                    parser.skipChildren();
                }
                case "checkpointMetadata" -> header = Optional.of(header(parser));
                default -> ActionReader.member(kind, parser, others::add);
            }
        }
    }

    private static CheckpointHeader header(JsonParser parser) throws IOException {
        long version = -1;
        Map<String, String> tags = Map.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "version" -> version = parser.getLongValue();
                case "tags" -> tags = Json.texts(parser);
                default -> parser.skipChildren();
            }
        }
        return new CheckpointHeader(version, tags);
    }
}
