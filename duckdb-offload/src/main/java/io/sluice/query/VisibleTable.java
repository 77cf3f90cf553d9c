package io.sluice.query;

import io.sluice.format.CommittedChanges;
import io.sluice.format.FormatTable;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/** A table as one statement sees it. */
public interface VisibleTable {
    /** Whether commits depend on what is read. */
    enum Watch {
        READS,
        NOTHING
    }

    /** The state that the statement works on. */
    Snapshot snapshot();

    /** An earlier state; a user error if there is none of that number. */
    Snapshot snapshotAt(TableVersion version);

    /** The state of that moment; a user error if the table is younger. */
    Snapshot snapshotAsOf(Instant instant);

    /** What these versions, both included, did to the table's files; a user error if one of them is not there. */
    List<CommittedChanges> changes(TableVersion from, TableVersion to);

    /** Whether anybody wants to know what is read. */
    boolean isWatched();

    /** Is told which rows of {@link #snapshot} the statement's result depends on: these, or fewer. */
    void read(Predicate rows);

    /** A table outside of any transaction: every statement sees its last state. */
    static VisibleTable of(FormatTable table) {
        return new VisibleTable() {
            @Override
            public Snapshot snapshot() {
                return table.snapshot();
            }

            @Override
            public Snapshot snapshotAt(TableVersion version) {
                return table.snapshotAt(version);
            }

            @Override
            public Snapshot snapshotAsOf(Instant instant) {
                return table.snapshotAsOf(instant);
            }

            @Override
            public List<CommittedChanges> changes(TableVersion from, TableVersion to) {
                return table.changes(from, to);
            }

            @Override
            public boolean isWatched() {
                return false;
            }

            @Override
            public void read(Predicate rows) {
                // Nothing depends on it.
            }
        };
    }

    /** A table within a transaction, which is told what is read. */
    static VisibleTable within(TransactionTable table, Watch watch) {
        return new VisibleTable() {
            @Override
            public Snapshot snapshot() {
                return table.snapshot();
            }

            @Override
            public Snapshot snapshotAt(TableVersion version) {
                return table.opened().snapshotAt(version);
            }

            @Override
            public Snapshot snapshotAsOf(Instant instant) {
                return table.opened().snapshotAsOf(instant);
            }

            @Override
            public List<CommittedChanges> changes(TableVersion from, TableVersion to) {
                return table.opened().changes(from, to);
            }

            @Override
            public boolean isWatched() {
                return watch == Watch.READS;
            }

            @Override
            public void read(Predicate rows) {
                table.readRows(rows);
            }
        };
    }
}
