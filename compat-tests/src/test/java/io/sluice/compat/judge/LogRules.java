package io.sluice.compat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the Delta protocol asks of a log, whether or not a reader minds. Source: sections "Actions", "Catalog-managed
 * tables", "In-Commit Timestamps".
 */
public final class LogRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ACTIONS =
            Set.of("commitInfo", "protocol", "metaData", "add", "remove", "cdc", "txn", "domainMetadata");

    private final Path folder;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> attempts = new HashSet<>();
    private final Set<String> tableIds = new HashSet<>();
    private Set<String> partitionColumns = Set.of();
    private long lastTimestamp = Long.MIN_VALUE;

    private LogRules(Path folder) {
        this.folder = folder;
    }

    /** What is wrong, a sentence each, in the commits of a table of which none has been cleaned up. */
    public static List<String> complaints(CommittedTable table) {
        LogRules rules = new LogRules(table.folder());
        try {
            for (long version = 0; version <= table.latest(); version++) {
                rules.judge(version, content(table, version));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules.complaints;
    }

    private static String content(CommittedTable table, long version) throws IOException {
        CommittedTable.StagedCommit staged = table.tail().get(version);
        byte[] content = staged == null
                ? Files.readAllBytes(table.log().resolve("%020d.json".formatted(version)))
                : staged.content();
        return new String(content, StandardCharsets.UTF_8);
    }

    private void judge(long version, String text) throws IOException {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode action = JSON.readTree(lines.get(i));
            String kind = action.fieldNames().next();
            require(action.size() == 1 && ACTIONS.contains(kind), version, "is no action: " + lines.get(i));
            require(kind.equals("commitInfo") == (i == 0), version, "has commitInfo elsewhere than first");
            judge(version, kind, action.get(kind));
        }
    }

    private void judge(long version, String kind, JsonNode action) throws IOException {
        switch (kind) {
            case "commitInfo" -> judgeProvenance(version, action);
            case "protocol" -> judgeProtocol(version, action);
            case "metaData" -> {
                tableIds.add(action.path("id").asText());
                require(tableIds.size() == 1, version, "changes the table's id");
                partitionColumns = new TreeSet<>();
                Map<String, String> physical = physicalNames(action);
                action.path("partitionColumns").forEach(column -> partitionColumns.add(physical.get(column.asText())));
            }
            case "add" -> judgeFile(version, action);
            default -> {}
        }
    }

    /** Names in files by names in the schema. */
    private static Map<String, String> physicalNames(JsonNode metadata) throws IOException {
        Map<String, String> names = new HashMap<>();
        boolean mapped = metadata.path("configuration").has("delta.columnMapping.mode");
        for (JsonNode field :
                JSON.readTree(metadata.path("schemaString").asText()).path("fields")) {
            String name = field.path("name").asText();
            JsonNode physical = field.path("metadata").path("delta.columnMapping.physicalName");
            names.put(name, mapped ? physical.asText() : name);
        }
        return names;
    }

    private void judgeProvenance(long version, JsonNode commit) {
        long timestamp = commit.path("inCommitTimestamp").asLong(Long.MIN_VALUE);
        require(timestamp > lastTimestamp, version, "is not later than the version before");
        lastTimestamp = timestamp;
        require(attempts.add(commit.path("txnId").asText("")), version, "repeats a txnId");
        for (String field : List.of("timestamp", "operation", "engineInfo", "operationParameters", "txnId")) {
            require(commit.hasNonNull(field), version, "does not say " + field);
        }
    }

    private void judgeProtocol(long version, JsonNode protocol) {
        require(protocol.path("minReaderVersion").asInt() == 3, version, "has another reader version than 3");
        require(protocol.path("minWriterVersion").asInt() == 7, version, "has another writer version than 7");
        Set<String> writers = texts(protocol.path("writerFeatures"));
        Set<String> readers = texts(protocol.path("readerFeatures"));
        require(writers.containsAll(readers), version, "has reader features that are no writer features");
        require(readers.contains("catalogManaged"), version, "is not catalog-managed");
        require(writers.contains("inCommitTimestamp"), version, "has no in-commit timestamps");
    }

    private void judgeFile(long version, JsonNode add) throws IOException {
        String path = URI.create(add.path("path").asText()).getPath();
        Path file = folder.resolve(path);
        require(
                Files.exists(file) && Files.size(file) == add.path("size").asLong(-1),
                version,
                "has another size for " + path);
        require(add.path("dataChange").isBoolean(), version, "does not say whether it changes data by adding " + path);
        judgeDeletions(version, add);
        require(add.path("modificationTime").asLong(0) > 0, version, "has no time for " + path);
        Set<String> values = new TreeSet<>();
        add.path("partitionValues").fieldNames().forEachRemaining(values::add);
        require(values.equals(partitionColumns), version, "has values of other columns for " + path);
    }

    private void judgeDeletions(long version, JsonNode add) throws IOException {
        long deleted = add.path("deletionVector").path("cardinality").asLong(0);
        if (deleted > 0) {
            JsonNode stats = JSON.readTree(add.path("stats").asText("{}"));
            require(stats.path("numRecords").asLong(0) > deleted, version, "adds a file without rows");
            require(
                    stats.path("tightBounds").isBoolean()
                            && !stats.path("tightBounds").asBoolean(),
                    version,
                    "says that the bounds of a file with deletions are tight");
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private void require(boolean condition, long version, String otherwise) {
        if (!condition) {
            complaints.add("version " + version + " " + otherwise);
        }
    }
}
