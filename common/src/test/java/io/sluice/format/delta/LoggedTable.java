package io.sluice.format.delta;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitContent.Staged;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Remove;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.Storage;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A table whose log a test writes action by action; version n is committed n minutes after the first. */
final class LoggedTable {
    static final Instant BEGIN = Instant.parse("2024-05-01T00:00:00Z");
    static final Protocol PROTOCOL = new Protocol(
            3,
            7,
            List.of("catalogManaged", "v2Checkpoint"),
            List.of("catalogManaged", "inCommitTimestamp", "v2Checkpoint"));

    final CatalogTable table;
    final Catalog catalog;
    final Storage storage;
    private final List<byte[]> contents = new ArrayList<>();
    private long published = -1;

    LoggedTable(Storage storage, String location) {
        this.storage = storage;
        catalog = new MemoryCatalog();
        table = new CatalogTable(TableId.random(), TableName.of("sales", "orders"), "delta", location);
    }

    static LoggedTable inMemory() {
        return new LoggedTable(new MemoryStorage(InstantSource.system()), "/lake/orders");
    }

    DeltaLog log(DeltaLogs shared) {
        return new DeltaLog(table, catalog, storage, shared);
    }

    Metadata metadata(TableSchema schema, String... partitionColumns) {
        return metadata(schema, Map.of("delta.enableInCommitTimestamps", "true"), partitionColumns);
    }

    Metadata metadata(TableSchema schema, Map<String, String> configuration, String... partitionColumns) {
        return new Metadata(
                table.id().toString(),
                Optional.empty(),
                Optional.empty(),
                SchemaJson.write(schema),
                List.of(partitionColumns),
                OptionalLong.of(BEGIN.toEpochMilli()),
                configuration);
    }

    static Add add(String path, long size, Map<String, Optional<String>> partition, String stats) {
        return new Add(path, partition, size, 1, true, Optional.ofNullable(stats), Extras.NONE);
    }

    static Remove remove(String path, long deletedMillis) {
        return new Remove(
                path,
                OptionalLong.of(deletedMillis),
                true,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Extras.NONE);
    }

    /** Commits actions as the next version; the first commit of a table has its protocol and metadata. */
    TableVersion commit(List<? extends Action> actions) {
        return commit(actions, false);
    }

    TableVersion commitStaged(List<? extends Action> actions) {
        return commit(actions, true);
    }

    private TableVersion commit(List<? extends Action> actions, boolean staged) {
        TableVersion version = new TableVersion(contents.size());
        Instant at = timeOf(version);
        Operation operation = new Operation("test/1", "WRITE", Map.of("mode", "Append"), Map.of("numFiles", "1"));
        List<Action> all = new ArrayList<>();
        all.add(new Provenance(
                at.toEpochMilli(),
                Optional.of("attempt-" + version),
                operation,
                false,
                Optional.empty(),
                OptionalLong.empty()));
        all.addAll(actions);
        byte[] bytes = ActionWriter.write(all);
        CommitContent content = staged ? stage(version, bytes) : new Inline(bytes);
        Proposal proposal = new Proposal(
                version,
                AttemptId.random(),
                new CommitSummary(at, "test/1", "WRITE", Set.of(ChangeKind.APPEND), Map.of()),
                content,
                Optional.of("{}"),
                List.of());
        Ratification answer = version.equals(TableVersion.FIRST)
                ? catalog.create(table, proposal)
                : catalog.ratify(table.id(), proposal, Optional.empty());
        if (!(answer instanceof Ratified)) {
            throw new IllegalStateException("not ratified: " + answer);
        }
        contents.add(bytes);
        return version;
    }

    private CommitContent stage(TableVersion version, byte[] bytes) {
        String name = "%020d.staged.json".formatted(version.number());
        var file = storage.write(new LogFiles(table.location()).staged(name), bytes);
        return new Staged(name, file.sizeBytes(), file.modifiedMillis());
    }

    static Instant timeOf(TableVersion version) {
        return BEGIN.plusSeconds(60 * version.number());
    }

    TableVersion last() {
        return new TableVersion(contents.size() - 1);
    }

    /** Publishes all commits up to that version and tells the catalog. */
    void publish(TableVersion upTo) {
        for (long version = published + 1; version <= upTo.number(); version++) {
            storage.create(
                    new LogFiles(table.location()).commit(new TableVersion(version)), contents.get((int) version));
        }
        published = Math.max(published, upTo.number());
        catalog.markPublished(table.id(), upTo);
    }
}
