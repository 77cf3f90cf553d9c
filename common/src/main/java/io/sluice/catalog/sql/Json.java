package io.sluice.catalog.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitSummary;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The JSON columns: properties of namespaces and summaries of commits. Unknown members are passed over. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes a value to a generator. */
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static String ofProperties(Map<String, String> properties) {
        return text(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> entry : properties.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        });
    }

    static Map<String, String> toProperties(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                properties.put(key, json.getText());
            }
            return properties;
        } catch (IOException malformed) {
            throw damaged(text, malformed);
        }
    }

    /** The summary without its time, which has a column of its own. */
    static String ofSummary(CommitSummary summary) {
        return text(json -> {
            json.writeStartObject();
            json.writeStringField("engine", summary.engine());
            json.writeStringField("operation", summary.operation());
            json.writeArrayFieldStart("kinds");
            for (ChangeKind kind : summary.kinds()) {
                json.writeString(kind.name());
            }
            json.writeEndArray();
            if (!summary.writers().isEmpty()) {
                json.writeObjectFieldStart("writers");
                for (Map.Entry<String, Long> writer : summary.writers().entrySet()) {
                    json.writeNumberField(writer.getKey(), writer.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    static CommitSummary toSummary(Instant committedAt, String text) {
        String engine = "";
        String operation = "";
        Set<ChangeKind> kinds = Set.of();
        Map<String, Long> writers = Map.of();
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "engine" -> engine = json.getText();
                    case "operation" -> operation = json.getText();
                    case "kinds" -> kinds = kinds(json);
                    case "writers" -> writers = writers(json);
                    default -> json.skipChildren();
                }
            }
            return new CommitSummary(committedAt, engine, operation, kinds, writers);
        } catch (IOException | IllegalArgumentException malformed) {
            throw damaged(text, malformed);
        }
    }

    private static Set<ChangeKind> kinds(JsonParser json) throws IOException {
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            kinds.add(ChangeKind.valueOf(json.getText()));
        }
        return kinds;
    }

    private static Map<String, Long> writers(JsonParser json) throws IOException {
        Map<String, Long> writers = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String application = json.currentName();
            json.nextToken();
            writers.put(application, json.getLongValue());
        }
        return writers;
    }

    private static String text(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return text.toString();
    }

    private static SluiceException damaged(String text, Exception cause) {
        return SluiceException.bug("the catalog holds JSON that cannot be read: " + text, cause);
    }
}
