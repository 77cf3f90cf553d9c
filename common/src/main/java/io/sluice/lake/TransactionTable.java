package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.Transaction;
import io.sluice.format.FormatTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * A table within a transaction: the version that is read, what was read of it, and what is changed. For the thread of
 * its transaction.
 */
public final class TransactionTable {
    /** How a table came into the transaction. */
    enum Origin {
        /** The transaction itself reads it. */
        PINNED_HERE,
        /** It was read elsewhere, at a version that was given back. */
        PINNED_ELSEWHERE,
        /** The transaction makes it. */
        MADE_HERE
    }

    private final LakeTransaction owner;
    private final FormatTable opened;
    private final TableVersion version;
    private final Origin origin;
    private final TableEdits edits = new TableEdits();
    private final List<Operation> operations = new ArrayList<>();
    private Predicate rows = Predicate.NONE;
    private Predicate targets = Predicate.NONE;
    private boolean readsAreSaid;
    /** What the table asks of those who change it. */
    private IsolationLevel ownLevel = IsolationLevel.WRITE_SERIALIZABLE;

    private Snapshot base;
    private Snapshot latest;

    TransactionTable(LakeTransaction owner, FormatTable opened, TableVersion version, Origin origin) {
        this.owner = requireNonNull(owner, "owner");
        this.opened = requireNonNull(opened, "opened");
        this.version = requireNonNull(version, "version");
        this.origin = requireNonNull(origin, "origin");
    }

    public CatalogTable table() {
        return opened.table();
    }

    /** The table apart from the transaction, for its history and other versions. */
    public FormatTable opened() {
        return opened;
    }

    /** The version that the transaction reads. */
    public TableVersion version() {
        return version;
    }

    /** The version that the transaction reads, without its own changes. */
    public Snapshot base() {
        if (base == null) {
            base = isMadeHere() ? opened.snapshot() : owner.snapshot(opened, version);
        }
        return base;
    }

    /** What a statement of the transaction sees now: the version that it reads with its own changes so far. */
    public Snapshot snapshot() {
        if (edits.isEmpty()) {
            return base();
        }
        if (latest == null) {
            Snapshot below = edits.restored().map(opened::snapshotAt).orElseGet(this::base);
            latest = new OverlaySnapshot(
                    below, table().location(), opened.planned(base().metadata(), edits.counting()), edits);
        }
        return latest;
    }

    /** Notes that the transaction's result depends on these rows as a whole. */
    public void readRows(Predicate predicate) {
        owner.requireOpen();
        rows = Predicate.or(List.of(rows, predicate));
        readsAreSaid = true;
    }

    /** Notes that these rows were looked at one by one, only to decide whether to change each of them. */
    public void readTargets(Predicate predicate) {
        owner.requireOpen();
        targets = Predicate.or(List.of(targets, predicate));
        readsAreSaid = true;
    }

    /**
     * Makes sure that the transaction may change this table too: a user error if it changes another one already and the
     * catalog commits to one table at a time. Asked before data files are written.
     */
    public void requireChangeable() {
        owner.requireOpen();
        owner.requireChangeable(this);
    }

    /**
     * Adds the changes of one statement. From here on the transaction owns the files that they add.
     *
     * @param changes against {@link #snapshot()}
     */
    public void change(Operation operation, List<TableChange> changes) {
        requireChangeable();
        owner.hand(this, changes);
        ownLevel = IsolationLevel.of(base().metadata());
        edits.apply(changes);
        operations.add(operation);
        latest = null;
    }

    boolean isMadeHere() {
        return origin == Origin.MADE_HERE;
    }

    boolean isChanged() {
        return !edits.isEmpty();
    }

    /** Whether a commit of other tables may depend on this one. */
    boolean isInput() {
        return !isChanged() && isRead();
    }

    boolean isRead() {
        return !reads().isBlind();
    }

    /** What the table was read for, where nothing of what was done to it counts any more. */
    Transaction onlyReads(Operation operation) {
        return new Transaction(reads(), List.of(), IsolationLevel.SERIALIZABLE, operation);
    }

    private Reads reads() {
        boolean wholly = origin == Origin.PINNED_ELSEWHERE && !readsAreSaid;
        return wholly ? Reads.rowsOf(version, Predicate.ALL) : new Reads(version, rows, targets);
    }

    /** The table's part in the commit, at the level that is asked for or, if that is higher, the one of the table. */
    Transaction transaction(IsolationLevel level, Operation whenOnlyRead) {
        Operation operation = operations.isEmpty() ? whenOnlyRead : OperationFold.fold(operations);
        boolean strict = level == IsolationLevel.SERIALIZABLE || ownLevel == IsolationLevel.SERIALIZABLE;
        return new Transaction(
                reads(),
                edits.folded(),
                strict ? IsolationLevel.SERIALIZABLE : IsolationLevel.WRITE_SERIALIZABLE,
                operation);
    }
}
