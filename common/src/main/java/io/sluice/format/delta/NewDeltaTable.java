package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.format.NamedFiles;
import io.sluice.scan.EmptySnapshot;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/** A table that a transaction is about to make. */
final class NewDeltaTable implements FormatTable {
    private final DeltaTable table;
    private final TableMetadata metadata;

    /** @param metadata as {@link PlannedTable#first} has planned it */
    NewDeltaTable(DeltaTable table, TableMetadata metadata) {
        this.table = requireNonNull(table, "table");
        this.metadata = requireNonNull(metadata, "metadata");
    }

    @Override
    public CatalogTable table() {
        return table.table();
    }

    @Override
    public Current current() {
        return new Current(TableVersion.FIRST, table.now(), metadata);
    }

    @Override
    public Snapshot snapshot() {
        return new EmptySnapshot(metadata, table.now());
    }

    @Override
    public Snapshot snapshotAt(TableVersion version) {
        throw uncommitted();
    }

    @Override
    public Snapshot snapshotAsOf(Instant instant) {
        throw uncommitted();
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return List.of();
    }

    @Override
    public List<CommittedChanges> changes(TableVersion from, TableVersion to) {
        throw uncommitted();
    }

    @Override
    public NamedFiles namedFiles() {
        throw uncommitted();
    }

    private SluiceException uncommitted() {
        return SluiceException.user("table %s has no versions yet: the transaction that makes it is not committed"
                .formatted(table().name()));
    }

    @Override
    public TableMetadata planned(TableMetadata before, List<TableChange> changes) {
        return PlannedTable.after(before, changes, version -> {
            throw uncommitted();
        });
    }

    @Override
    public CommitTarget target() {
        return new FirstTarget(table, metadata);
    }
}
