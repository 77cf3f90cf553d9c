package io.sluice.compat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Proposal;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a catalog of a table that another program has written: as if every commit had been ratified by it, and
 * published.
 */
public final class AdoptedTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalog catalog;
    private final ObjectNode head = JSON.createObjectNode();
    private CatalogTable table;

    private AdoptedTable(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Adopts the table with all its commits, of which none is missing.
     *
     * @return the last version
     */
    public static long adopt(Catalog catalog, TableName name, Path folder) {
        try {
            return new AdoptedTable(catalog).adopt(name, folder);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the log of " + folder, e);
        }
    }

    private long adopt(TableName name, Path folder) throws IOException {
        long version = 0;
        while (true) {
            Path commit = folder.resolve("_delta_log/%020d.json".formatted(version));
            if (!Files.exists(commit)) {
                catalog.markPublished(table.id(), new TableVersion(version - 1));
                return version - 1;
            }
            byte[] content = Files.readAllBytes(commit);
            boolean changesHead = readHead(new String(content, StandardCharsets.UTF_8));
            Proposal proposal = proposal(
                    version, content, changesHead ? Optional.of(JSON.writeValueAsString(head)) : Optional.empty());
            if (version == 0) {
                TableId id = TableId.parse(head.get("metaData").get("id").asText());
                table = new CatalogTable(id, name, "delta", folder.toString());
                catalog.create(table, proposal);
            } else {
                catalog.ratify(table.id(), proposal, Optional.of(new TableVersion(version - 1)));
            }
            version++;
        }
    }

    private boolean readHead(String commit) throws IOException {
        boolean changed = false;
        for (String line : commit.split("\n")) {
            JsonNode action = JSON.readTree(line);
            for (String part : List.of("protocol", "metaData")) {
                if (action.has(part)) {
                    head.set(part, action.get(part));
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static Proposal proposal(long version, byte[] content, Optional<String> head) {
        CommitSummary summary = new CommitSummary(
                Instant.ofEpochSecond(1_700_000_000 + version),
                "another/1",
                "WRITE",
                Set.of(ChangeKind.APPEND, ChangeKind.ROWS),
                Map.of());
        return new Proposal(
                new TableVersion(version),
                AttemptId.random(),
                summary,
                new CommitContent.Inline(content),
                head,
                List.of());
    }
}
