package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.Committer;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.JointOutcome;
import io.sluice.commit.NameChange;
import io.sluice.commit.Operation;
import io.sluice.commit.Pacing;
import io.sluice.commit.Participant;
import io.sluice.commit.RetryPolicy;
import io.sluice.commit.TableChange;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.format.FormatTable;
import io.sluice.format.TableFormat;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.storage.LocalStorage;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open lake. Tables are read through {@link #table}, and every write ends in {@link #commit} or {@link #create}.
 * Safe for use by several threads.
 */
public final class Lake implements AutoCloseable {
    private final Catalog catalog;
    private final Storage storage;
    private final String warehouse;
    private final TableFormat format;
    private final Committer committer;

    /** @param warehouse folder below which tables are created, absolute, without a final {@code /} */
    public Lake(Catalog catalog, Storage storage, String warehouse, TableFormat format, Committer committer) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.storage = requireNonNull(storage, "storage");
        this.warehouse = requireNonNull(warehouse, "warehouse");
        this.format = requireNonNull(format, "format");
        this.committer = requireNonNull(committer, "committer");
    }

    /** Opens the lake of that name, with the system's clock and the default patience. */
    public static Lake open(LakeUri uri, OpenMode mode) {
        Catalog catalog = uri.openCatalog(mode);
        Committer committer = new Committer(RetryPolicy.DEFAULT, Pacing.system());
        return new Lake(catalog, new LocalStorage(), uri.warehouse(), DeltaFormat.system(), committer);
    }

    public Catalog catalog() {
        return catalog;
    }

    /** The folder below which tables are created, absolute, without a final {@code /}. */
    public String warehouse() {
        return warehouse;
    }

    /** The table of that name; a user error if there is none. */
    public FormatTable table(TableName name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    static SluiceException missing(TableName name) {
        return SluiceException.user(
                "there is no table %s in this lake: 'sluice tables' lists those there are".formatted(name));
    }

    public Optional<FormatTable> find(TableName name) {
        return catalog.table(name).map(this::open);
    }

    FormatTable open(CatalogTable table) {
        if (!table.format().equals(format.name())) {
            throw SluiceException.user(
                    "table %s has the format '%s', which is not supported yet".formatted(table.name(), table.format()));
        }
        return format.open(table, catalog, storage);
    }

    /** An identity and a location for a table that does not exist yet; files may be written there before creation. */
    public CatalogTable reserve(TableName name) {
        TableId id = TableId.random();
        String folder = "%s/%s/%s-%s"
                .formatted(
                        warehouse, name.namespace(), name.table(), id.toString().substring(0, 8));
        return new CatalogTable(id, name, format.name(), folder);
    }

    /**
     * What {@link #create} makes of a table that is asked for: files that are written before have the physical names of
     * its columns. It may be asked for itself, and stays the same then.
     */
    public TableMetadata planned(TableMetadata wanted) {
        return format.planned(wanted);
    }

    /** Creates a reserved table as version 0, with the files and sources that the changes carry. */
    public CreateOutcome create(
            CatalogTable reserved, TableMetadata metadata, List<TableChange> changes, Operation operation) {
        return format.create(reserved, metadata, changes, operation, catalog, storage);
    }

    /** Commits a transaction on one table. */
    public CommitOutcome commit(FormatTable table, Transaction transaction) {
        return committer.commit(table.target(), transaction);
    }

    /** A reserved table that a transaction is about to make. */
    FormatTable toBeMade(CatalogTable reserved, TableMetadata metadata) {
        return format.toBeMade(reserved, metadata, catalog, storage);
    }

    /**
     * Commits to several tables, and changes names: all or nothing. A user error if the catalog commits to one table at
     * a time.
     */
    JointOutcome commit(List<Participant> participants, List<NameChange> names) {
        if (catalog instanceof MultiTableCommit several) {
            return committer.commit(several, participants, names);
        }
        return committer.commit(SingleTarget.of(participants), participants);
    }

    /**
     * Begins a transaction over the lake's tables.
     *
     * @param engine name and version of the program, as in {@link Operation}
     */
    public LakeTransaction begin(IsolationLevel level, String engine) {
        return begin(level, engine, Pins.NONE);
    }

    /**
     * Begins a transaction for which tables were read elsewhere. These are pinned at the versions that were read, and
     * count as wholly read unless the transaction says what it reads of them.
     */
    public LakeTransaction begin(IsolationLevel level, String engine, Pins pins) {
        return new LakeTransaction(this, level, engine, pins, new Look(this));
    }

    /**
     * Begins a transaction that reads what somebody has seen before. It may be used to change tables too: whatever was
     * committed since is checked then as if it had happened during the transaction.
     */
    public LakeTransaction begin(IsolationLevel level, String engine, Look seen) {
        return new LakeTransaction(this, level, engine, Pins.NONE, seen);
    }

    /**
     * The files in the table's folder that nothing needs: no version that can still be read names them, no commit that
     * is not decided yet, and they are not part of the log. Nothing is removed.
     *
     * @param before files that were changed later are left out, as they may belong to a write that is not committed yet
     */
    public List<StoredFile> orphans(FormatTable table, Instant before) {
        return Orphans.of(table, storage, before);
    }

    Storage storage() {
        return storage;
    }

    @Override
    public void close() {
        try {
            format.close();
        } finally {
            catalog.close();
        }
    }
}
