package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table in the state that a statement sees. All scans of the statement read this state; its writes go to the table as
 * it is when they commit, checked against what the statement has read. On the driver only.
 */
public final class PinnedTable implements WriteTarget {
    /** Why the table is in that state. */
    enum Moment {
        /** It was the last one when the statement looked. */
        LATEST,
        /** The statement asked for that one: what happened since does not matter to it. */
        CHOSEN
    }

    private final LakeSession session;
    private final FormatTable opened;
    private final Snapshot snapshot;
    private final Moment moment;
    private final Predicate dependence;
    private final Optional<LakeTransaction> within;

    PinnedTable(LakeSession session, FormatTable opened, Snapshot snapshot, Moment moment) {
        this(session, opened, snapshot, moment, Predicate.NONE, Optional.empty());
    }

    private PinnedTable(
            LakeSession session,
            FormatTable opened,
            Snapshot snapshot,
            Moment moment,
            Predicate dependence,
            Optional<LakeTransaction> within) {
        this.within = requireNonNull(within, "within");
        this.dependence = requireNonNull(dependence, "dependence");
        this.session = requireNonNull(session, "session");
        this.opened = requireNonNull(opened, "opened");
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.moment = requireNonNull(moment, "moment");
    }

    /** The table as an explicit transaction of the session sees it. */
    static PinnedTable within(LakeTransaction transaction, LakeSession session, TransactionTable table) {
        return new PinnedTable(
                session, table.opened(), table.snapshot(), Moment.LATEST, Predicate.NONE, Optional.of(transaction));
    }

    /** The explicit transaction of the session in which the table was loaded. */
    Optional<LakeTransaction> within() {
        return within;
    }

    /** The same table, whose changes depend on these rows as a whole, whatever the running statement notes. */
    public PinnedTable dependingOn(Predicate rows) {
        return new PinnedTable(session, opened, snapshot, moment, Predicate.or(List.of(dependence, rows)), within);
    }

    /**
     * The same table as these changes make it, which are not committed before the table's next ones: all of it
     * together, or nothing. Columns may come and types be widened, and all may begin anew; rows are read as they will
     * be then.
     */
    public PinnedTable evolved(List<TableChange> changes) {
        List<TableChange> all = new ArrayList<>(pending());
        all.addAll(changes);
        Snapshot base = base();
        TableMetadata after = opened.planned(base.metadata(), all);
        return new PinnedTable(session, opened, new EvolvedSnapshot(base, after, all), moment, dependence, within);
    }

    /** Whether there are changes of the table that its next commit makes. */
    @Override
    public boolean isEvolved() {
        return !pending().isEmpty();
    }

    private List<TableChange> pending() {
        return snapshot instanceof EvolvedSnapshot evolved ? evolved.changes() : List.of();
    }

    /** The state that there is, without changes that are not committed yet. */
    Snapshot base() {
        return snapshot instanceof EvolvedSnapshot evolved ? evolved.base() : snapshot;
    }

    /** What is known to have been read of the table before the running statement notes anything. */
    TableRead seen() {
        return new TableRead(table().id(), snapshot.version(), dependence, Predicate.NONE);
    }

    /** The session that the table was loaded in. */
    public LakeSession session() {
        return session;
    }

    public TableName name() {
        return opened.table().name();
    }

    @Override
    public CatalogTable table() {
        return opened.table();
    }

    /** The table apart from the pinned state, for its history and its changes. */
    public FormatTable opened() {
        return opened;
    }

    /** The state that scans read, with the own changes of the session's explicit transaction. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public TableMetadata metadata() {
        return snapshot.metadata();
    }

    /**
     * Notes that the running statement's result depends on these rows as a whole. Every scan says so when it plans its
     * partitions, with what it has pushed down, or {@link Predicate#ALL}.
     */
    public void readRows(Predicate rows) {
        note(rows, Predicate.NONE);
    }

    /**
     * Notes that the running statement looks at these rows one by one, only to decide whether to change each of them:
     * the scan of the target of DELETE, UPDATE and MERGE.
     */
    public void readTargets(Predicate targets) {
        note(Predicate.NONE, targets);
    }

    private void note(Predicate rows, Predicate targets) {
        if (moment == Moment.LATEST) {
            session.note(this, new TableRead(table().id(), snapshot.version(), asBefore(rows), asBefore(targets)));
        }
    }

    /** Others' files do not have the new columns and types: conditions on these say nothing about them. */
    private Predicate asBefore(Predicate rows) {
        return isEvolved() && !(rows instanceof Predicate.None) ? Predicate.ALL : rows;
    }

    @Override
    public IsolationLevel isolation(Map<String, String> options) {
        return session.isolation(options);
    }

    @Override
    public void commit(TableChanges changes) {
        if (moment == Moment.CHOSEN) {
            throw SluiceException.user("table %s was asked for as of version %s: only its last state can be changed"
                    .formatted(name(), snapshot.version()));
        }
        List<TableChange> all = new ArrayList<>(pending());
        all.addAll(changes.changes());
        session.commit(this, new TableChanges(changes.operation(), all, changes.options()));
    }
}
