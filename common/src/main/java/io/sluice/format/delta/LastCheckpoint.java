package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The pointer to a late checkpoint. It is a hint: it may lag, be missing, or point to nothing. Source: Delta protocol,
 * "Last Checkpoint File"; the member {@code v2Checkpoint}, which carries the name, is what Spark writes and reads.
 *
 * @param actions how many actions the checkpoint has
 * @param name of the checkpoint's file, where the version does not tell it
 */
record LastCheckpoint(TableVersion version, long actions, Optional<String> name) {
    LastCheckpoint {
        requireNonNull(version, "version");
        requireNonNull(name, "name");
    }

    /** Empty if the content does not say what it should. */
    static Optional<LastCheckpoint> parse(byte[] content) {
        try (JsonParser parser = Json.FACTORY.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            return read(parser);
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<LastCheckpoint> read(JsonParser parser) throws IOException {
        long version = -1;
        long actions = 0;
        Optional<String> name = Optional.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "version" -> version = parser.getLongValue();
                case "size" -> actions = parser.getLongValue();
                case "v2Checkpoint" ->
                    name = Optional.ofNullable(Json.texts(parser).get("path"));
                default -> parser.skipChildren();
            }
        }
        return version < 0
                ? Optional.empty()
                : Optional.of(new LastCheckpoint(new TableVersion(version), actions, name));
    }

    /** The content for a checkpoint in one JSON file. */
    static byte[] write(TableVersion version, long actions, long files, StoredFile checkpoint) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.FACTORY.createGenerator(content)) {
            json.writeStartObject();
            json.writeNumberField("version", version.number());
            json.writeNumberField("size", actions);
            json.writeNumberField("sizeInBytes", checkpoint.sizeBytes());
            json.writeNumberField("numOfAddFiles", files);
            json.writeObjectFieldStart("v2Checkpoint");
            json.writeStringField("path", checkpoint.name());
            json.writeNumberField("sizeInBytes", checkpoint.sizeBytes());
            json.writeNumberField("modificationTime", checkpoint.modifiedMillis());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return content.toByteArray();
    }
}
