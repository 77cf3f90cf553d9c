package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Cdc;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Remove;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of one {@code add} or {@code remove}, in whatever order they come. */
final class FileActionReader {
    private String path;
    private Optional<Map<String, Optional<String>>> partitionValues = Optional.empty();
    private OptionalLong size = OptionalLong.empty();
    private OptionalLong time = OptionalLong.empty();
    private boolean dataChange = true;
    private Optional<String> stats = Optional.empty();

    private boolean hasExtras;
    private Map<String, String> tags = Map.of();
    private Optional<DeletionVector> deletionVector = Optional.empty();
    private OptionalLong baseRowId = OptionalLong.empty();
    private OptionalLong defaultRowCommitVersion = OptionalLong.empty();
    private Optional<String> clusteringProvider = Optional.empty();

    private FileActionReader() {}

    static Add add(JsonParser parser) throws IOException {
        FileActionReader fields = new FileActionReader();
        fields.read(parser);
        return new Add(
                fields.path,
                fields.partitionValues.orElse(Map.of()),
                fields.size.orElse(0),
                fields.time.orElse(0),
                fields.dataChange,
                fields.stats,
                fields.extras());
    }

    static Remove remove(JsonParser parser) throws IOException {
        FileActionReader fields = new FileActionReader();
        fields.read(parser);
        return new Remove(
                fields.path,
                fields.time,
                fields.dataChange,
                fields.partitionValues,
                fields.size,
                fields.stats,
                fields.extras());
    }

    static Cdc cdc(JsonParser parser) throws IOException {
        FileActionReader fields = new FileActionReader();
        fields.read(parser);
        return new Cdc(fields.path, fields.partitionValues.orElse(Map.of()), fields.size.orElse(0));
    }

    private Extras extras() {
        return hasExtras
                ? new Extras(tags, deletionVector, baseRowId, defaultRowCommitVersion, clusteringProvider)
                : Extras.NONE;
    }

    private void read(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "path" -> path = DeltaPath.decoded(parser.getText());
                case "partitionValues" -> partitionValues = Optional.of(partitionValues(parser));
                case "size" -> size = OptionalLong.of(parser.getLongValue());
                case "modificationTime", "deletionTimestamp" -> time = OptionalLong.of(parser.getLongValue());
                case "dataChange" -> dataChange = parser.getBooleanValue();
                case "stats" -> stats = Optional.of(parser.getText());
                default -> readExtra(field, parser);
            }
        }
        if (path == null) {
            throw new JsonParseException(parser, "a file action has no path");
        }
    }

    private void readExtra(String field, JsonParser parser) throws IOException {
        boolean known = true;
        switch (field) {
            case "tags" -> tags = Json.texts(parser);
            case "deletionVector" -> deletionVector = Optional.of(deletionVector(parser));
            case "baseRowId" -> baseRowId = OptionalLong.of(parser.getLongValue());
            case "defaultRowCommitVersion" -> defaultRowCommitVersion = OptionalLong.of(parser.getLongValue());
            case "clusteringProvider" -> clusteringProvider = Optional.of(parser.getText());
            default -> {
                known = false;
                parser.skipChildren();
            }
        }
        hasExtras |= known;
    }

    /** An empty string stands for null too. Source: Delta protocol, "Partition Value Serialization". */
    static Map<String, Optional<String>> partitionValues(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return Map.of();
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>(4);
        do {
            String column = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            String text = isNull ? "" : parser.getText();
            values.put(column, text.isEmpty() ? Optional.empty() : Optional.of(text));
        } while (parser.nextToken() != JsonToken.END_OBJECT);
        return values;
    }

    static DeletionVector deletionVector(JsonParser parser) throws IOException {
        String storageType = "";
        String pathOrInline = "";
        OptionalLong offset = OptionalLong.empty();
        long size = 0;
        long cardinality = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "storageType" -> storageType = parser.getText();
                case "pathOrInlineDv" -> pathOrInline = parser.getText();
                case "offset" -> offset = OptionalLong.of(parser.getLongValue());
                case "sizeInBytes" -> size = parser.getLongValue();
                case "cardinality" -> cardinality = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new DeletionVector(storageType, pathOrInline, offset, size, cardinality);
    }
}
