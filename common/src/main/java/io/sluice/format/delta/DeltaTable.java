package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.TableTip;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.format.CommittedChanges;
import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.format.NamedFiles;
import io.sluice.scan.Snapshot;
import io.sluice.storage.Storage;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** An open Delta table, and what all its readers and writers in this process share. */
final class DeltaTable implements FormatTable {
    /** Later than every version: asks the catalog for the tip and for what is not published, and for no more. */
    static final TableVersion BEYOND_ALL = new TableVersion(Long.MAX_VALUE - 1);

    private final CatalogTable table;
    private final Catalog catalog;
    private final DeltaLogs shared;
    private final InstantSource clock;
    private final LogFiles files;
    private final DeltaLog log;
    private final Checkpointer checkpointer;
    private final CommitStore commits;
    private final Publisher publisher;
    private volatile KnownHead lastHead;

    DeltaTable(CatalogTable table, Catalog catalog, Storage storage, DeltaLogs shared, InstantSource clock) {
        this.table = requireNonNull(table, "table");
        this.catalog = requireNonNull(catalog, "catalog");
        this.shared = requireNonNull(shared, "shared");
        this.clock = requireNonNull(clock, "clock");
        files = new LogFiles(table.location());
        log = new DeltaLog(table, catalog, storage, shared);
        checkpointer = new Checkpointer(log, storage, clock);
        commits = new CommitStore(storage, files);
        publisher = new Publisher(commits, clock);
    }

    @Override
    public CatalogTable table() {
        return table;
    }

    @Override
    public Current current() {
        TableTip tip = tip();
        return new Current(
                tip.version(), tip.committedAt(), known(tip.head()).head().table());
    }

    @Override
    public TableMetadata planned(TableMetadata before, List<TableChange> changes) {
        return PlannedTable.after(
                before, changes, version -> snapshotAt(version).metadata());
    }

    @Override
    public List<CommittedChanges> changes(TableVersion from, TableVersion to) {
        return log.changes(from, to);
    }

    @Override
    public NamedFiles namedFiles() {
        return log.namedFiles();
    }

    @Override
    public CommitTarget target() {
        return new DeltaTarget(this, catalog);
    }

    @Override
    public Snapshot snapshot() {
        return log.snapshot();
    }

    @Override
    public Snapshot snapshotAt(TableVersion version) {
        return log.snapshotAt(version);
    }

    @Override
    public Snapshot snapshotAsOf(Instant instant) {
        return log.snapshotAsOf(instant);
    }

    @Override
    public List<HistoryEntry> history(int limit) {
        return log.history(limit);
    }

    /** Publishes every ratified commit that is not published yet, and tells the catalog. */
    void publishAll() {
        publisher.publishAll(tip().recent());
        publisher.durable().ifPresent(version -> catalog.markPublished(table.id(), version));
    }

    /** The tip with the commits that the catalog does not know to be published; a user error if the table is gone. */
    TableTip tip() {
        return catalog.tip(table.id(), BEYOND_ALL).orElseThrow(this::gone);
    }

    private SluiceException gone() {
        return SluiceException.user(
                "table %s is gone: it was dropped after it had been opened".formatted(table.name()));
    }

    /** A head, taken apart. */
    KnownHead known(String text) {
        KnownHead known = lastHead;
        if (known == null || !known.text().equals(text)) {
            known = KnownHead.parse(text);
            lastHead = known;
        }
        return known;
    }

    DeltaLog log() {
        return log;
    }

    LogFiles files() {
        return files;
    }

    CommitStore commits() {
        return commits;
    }

    Publisher publisher() {
        return publisher;
    }

    /** Has the checkpoint of a version that is published written in the background, if it is due. */
    void checkpointIfDue(TableVersion version, int interval) {
        checkpointer.scheduleIfDue(version, interval, shared.background());
    }

    Instant now() {
        return clock.instant();
    }
}
