package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.commit.Operation;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Txn;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Actions from JSON. What is not known is skipped, as the Delta protocol demands. */
final class ActionReader {
    private ActionReader() {}

    /**
     * Reads the content of a commit or a JSON checkpoint.
     *
     * @param location of the content, for error messages
     */
    static void read(String location, byte[] content, Consumer<Action> sink) {
        try (JsonParser parser = Json.FACTORY.createParser(content)) {
            while (parser.nextToken() != null) {
                action(parser, sink);
            }
        } catch (IOException malformed) {
            throw malformed(location, malformed);
        }
    }

    /** The {@code commitInfo} of a commit, which is its first action; empty if the commit begins with another. */
    static Optional<Provenance> provenance(String location, byte[] content) {
        Optional<Action> first = Optional.empty();
        try (JsonParser parser = Json.FACTORY.createParser(content)) {
            FirstAction sink = new FirstAction();
            if (parser.nextToken() != null) {
                action(parser, sink);
            }
            first = Optional.ofNullable(sink.action);
        } catch (IOException malformed) {
            throw malformed(location, malformed);
        }
        return first.filter(Provenance.class::isInstance).map(Provenance.class::cast);
    }

    static SluiceException malformed(String location, IOException cause) {
        String line = cause instanceof JsonProcessingException json && json.getLocation() != null
                ? ", line " + json.getLocation().getLineNr()
                : "";
        return SluiceException.bug(
                "%s%s is not valid JSON of a Delta log: %s".formatted(location, line, cause.getMessage()), cause);
    }

    /** Reads one object with one member that names the action. */
    private static void action(JsonParser parser, Consumer<Action> sink) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "an action is a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String kind = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            member(kind, parser, sink);
        }
    }

    /** Reads the value of the member that names the action; the parser stands at its beginning. */
    static void member(String kind, JsonParser parser, Consumer<? super Action> sink) throws IOException {
        switch (kind) {
            case "add" -> sink.accept(FileActionReader.add(parser));
            case "remove" -> sink.accept(FileActionReader.remove(parser));
            case "cdc" -> sink.accept(FileActionReader.cdc(parser));
            case "commitInfo" -> sink.accept(provenance(parser));
            case "txn" -> sink.accept(txn(parser));
            case "metaData" -> sink.accept(metadata(parser));
            case "protocol" -> sink.accept(protocol(parser));
            case "domainMetadata" -> sink.accept(domainMetadata(parser));
            default -> parser.skipChildren();
        }
    }

    private static Provenance provenance(JsonParser parser) throws IOException {
        long timestamp = 0;
        OptionalLong inCommitTimestamp = OptionalLong.empty();
        Optional<String> txnId = Optional.empty();
        String engine = "unknown";
        String name = "unknown";
        Map<String, String> parameters = Map.of();
        Map<String, String> metrics = Map.of();
        boolean blindAppend = false;
        Optional<String> isolationLevel = Optional.empty();
        OptionalLong readVersion = OptionalLong.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "inCommitTimestamp" -> inCommitTimestamp = OptionalLong.of(parser.getLongValue());
                case "timestamp" -> timestamp = parser.getLongValue();
                case "txnId" -> txnId = Optional.of(parser.getText());
                case "engineInfo" -> engine = parser.getText();
                case "operation" -> name = parser.getText();
                case "operationParameters" -> parameters = Json.texts(parser);
                case "operationMetrics" -> metrics = Json.texts(parser);
                case "isBlindAppend" -> blindAppend = parser.getBooleanValue();
                case "isolationLevel" -> isolationLevel = Optional.of(parser.getText());
                case "readVersion" -> readVersion = OptionalLong.of(parser.getLongValue());
                default -> parser.skipChildren();
            }
        }
        Operation operation = new Operation(engine, name, parameters, metrics);
        return new Provenance(
                inCommitTimestamp.orElse(timestamp), txnId, operation, blindAppend, isolationLevel, readVersion);
    }

    private static Protocol protocol(JsonParser parser) throws IOException {
        int reader = 1;
        int writer = 1;
        List<String> readerFeatures = List.of();
        List<String> writerFeatures = List.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "minReaderVersion" -> reader = parser.getIntValue();
                case "minWriterVersion" -> writer = parser.getIntValue();
                case "readerFeatures" -> readerFeatures = Json.strings(parser);
                case "writerFeatures" -> writerFeatures = Json.strings(parser);
                default -> parser.skipChildren();
            }
        }
        return new Protocol(reader, writer, readerFeatures, writerFeatures);
    }

    private static Metadata metadata(JsonParser parser) throws IOException {
        String id = "";
        Optional<String> name = Optional.empty();
        Optional<String> description = Optional.empty();
        String schemaString = null;
        List<String> partitionColumns = List.of();
        OptionalLong created = OptionalLong.empty();
        Map<String, String> configuration = Map.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "id" -> id = parser.getText();
                case "name" -> name = Optional.of(parser.getText());
                case "description" -> description = Optional.of(parser.getText());
                case "format" -> requireParquet(parser);
                case "schemaString" -> schemaString = parser.getText();
                case "partitionColumns" -> partitionColumns = Json.strings(parser);
                case "createdTime" -> created = OptionalLong.of(parser.getLongValue());
                case "configuration" -> configuration = Json.texts(parser);
                default -> parser.skipChildren();
            }
        }
        if (schemaString == null) {
            throw new JsonParseException(parser, "a metaData action has no schemaString");
        }
        return new Metadata(id, name, description, schemaString, partitionColumns, created, configuration);
    }

    private static void requireParquet(JsonParser parser) throws IOException {
        String provider = Json.texts(parser).get("provider");
        if (!"parquet".equals(provider)) {
            throw SluiceException.user(
                    "the table's files have the format '%s': only Parquet is supported".formatted(provider));
        }
    }

    private static Txn txn(JsonParser parser) throws IOException {
        String application = "";
        long version = 0;
        OptionalLong updated = OptionalLong.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "appId" -> application = parser.getText();
                case "version" -> version = parser.getLongValue();
                case "lastUpdated" -> updated = OptionalLong.of(parser.getLongValue());
                default -> parser.skipChildren();
            }
        }
        return new Txn(application, version, updated);
    }

    private static DomainMetadata domainMetadata(JsonParser parser) throws IOException {
        String domain = "";
        String configuration = "";
        boolean removed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "domain" -> domain = parser.getText();
                case "configuration" -> configuration = parser.getText();
                case "removed" -> removed = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new DomainMetadata(domain, configuration, removed);
    }

    /** Keeps the first action. */
    private static final class FirstAction implements Consumer<Action> {
        private Action action;

        @Override
        public void accept(Action next) {
            if (action == null) {
                action = next;
            }
        }
    }
}
