package io.sluice.compat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A copy of a table for readers that refuse catalog-managed tables: the same files, with {@code catalogManaged} taken
 * out of every protocol action and nothing else changed. The ratified tail becomes published commits.
 */
public final class PathBasedCopy {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSIONED = Pattern.compile("(\\d{20})\\.(.*)");
    private static final String FEATURE = "catalogManaged";

    private final Path source;
    private final Path log;

    private PathBasedCopy(Path source, Path target) {
        this.source = source;
        this.log = target.resolve("_delta_log");
    }

    /**
     * Copies a table.
     *
     * @param target a folder that is not there yet
     */
    public static void make(CommittedTable table, Path target) {
        try {
            table.copyTo(target);
            new PathBasedCopy(table.log(), target).rewriteLog(table);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot copy " + table.folder(), e);
        }
    }

    private void rewriteLog(CommittedTable table) throws IOException, SQLException {
        List<Path> files;
        try (Stream<Path> found = Files.list(source)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            rewrite(file.getFileName().toString(), table.latest());
        }
        for (Map.Entry<Long, CommittedTable.StagedCommit> commit : table.tail().entrySet()) {
            String text = new String(commit.getValue().content(), StandardCharsets.UTF_8);
            Files.writeString(log.resolve("%020d.json".formatted(commit.getKey())), withoutFeature(text));
        }
    }

    private void rewrite(String name, long latest) throws IOException, SQLException {
        Path file = log.resolve(name);
        Matcher versioned = VERSIONED.matcher(name);
        if (!versioned.matches()) {
            if (name.equals("_last_checkpoint")) {
                Files.writeString(file, withoutCopiedActions(Files.readString(file)));
            }
        } else if (Long.parseLong(versioned.group(1)) > latest || name.endsWith(".crc")) {
            Files.delete(file);
        } else if (name.endsWith(".json")) {
            Files.writeString(file, withoutFeature(Files.readString(file)));
        } else if (name.endsWith(".parquet")) {
            rewriteParquet(source.resolve(name), file);
        }
    }

    /** {@code _last_checkpoint} may repeat actions of the checkpoint, and its checksum then covers them. */
    private static String withoutCopiedActions(String text) throws IOException {
        ObjectNode hint = (ObjectNode) JSON.readTree(text);
        hint.remove(List.of("v2Checkpoint", "checksum", "sizeInBytes"));
        return hint.toString();
    }

    private static String withoutFeature(String text) throws IOException {
        StringBuilder out = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            // Other actions are kept byte by byte: they are what is judged.
            boolean mayNameIt = line.startsWith("{\"protocol\"") || line.startsWith("{\"metaData\"");
            out.append(mayNameIt ? withoutFeature(JSON.readTree(line)) : line).append('\n');
        }
        return out.toString();
    }

    private static JsonNode withoutFeature(JsonNode action) {
        for (String list : List.of("readerFeatures", "writerFeatures")) {
            if (action.path("protocol").path(list) instanceof ArrayNode features) {
                Iterator<JsonNode> each = features.iterator();
                while (each.hasNext()) {
                    if (each.next().asText().equals(FEATURE)) {
                        each.remove();
                    }
                }
            }
        }
        if (action.path("metaData").path("configuration") instanceof ObjectNode configuration) {
            configuration.remove("delta.feature." + FEATURE);
        }
        return action;
    }

    private static void rewriteParquet(Path from, Path to) throws SQLException {
        String without = "list_filter(protocol.%1$s, lambda feature: feature <> '" + FEATURE + "')";
        String protocol = "struct_update(protocol, readerFeatures := %s, writerFeatures := %s)"
                .formatted(without.formatted("readerFeatures"), without.formatted("writerFeatures"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT * REPLACE (CASE WHEN protocol IS NULL THEN NULL ELSE %s END AS protocol) FROM read_parquet('%s')) TO '%s' (FORMAT parquet)"
                            .formatted(protocol, quoted(from), quoted(to)));
        }
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }
}
