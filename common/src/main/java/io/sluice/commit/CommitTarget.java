package io.sluice.commit;

import io.sluice.scan.FileChanges;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Optional;

/**
 * The table that a {@link Committer} commits to: a catalog and a format behind one door.
 *
 * <p>Every method may throw a {@code SluiceException}. From {@link #ratify} one of kind {@code EXTERNAL} means that the
 * outcome is not known, as does any other exception; one of another kind, and any exception from the other methods,
 * means that nothing was ratified.
 */
public interface CommitTarget {
    /**
     * The last state of a table, and what led to it.
     *
     * @param winners every commit after the base that was asked for, oldest first
     */
    record Tip(TableVersion version, List<Winner> winners) {
        public Tip {
            winners = List.copyOf(winners);
        }
    }

    /** A place at the head of the queue of writers. It is courtesy, not a lock: ratification decides alone. */
    interface Turn extends AutoCloseable {
        /** A turn where there is no queue. */
        Turn FREE = () -> {};

        /** Lets the next writer go on. Never throws: a commit may have been decided. */
        @Override
        void close();
    }

    /** Waits, for a bounded time, until no other writer that also waits here is between its tip and its outcome. */
    Turn takeTurn();

    /** The present tip; empty if the table is gone. */
    Optional<Tip> tip(TableVersion base);

    /**
     * Writes down what the transaction would be as the version after the tip that {@link #tip} has last returned. May
     * store a file that nobody sees.
     */
    Proposal propose(Tip tip, Transaction transaction, AttemptId attempt);

    /** Offers a proposal. Offering the same proposal again is harmless, and is how a lost reply is resolved. */
    Ratification ratify(Proposal proposal);

    /**
     * What a winner that {@link #tip} has returned did to the table's files. May read the log; asked only where the
     * kinds of change do not decide.
     */
    FileChanges changes(Winner winner);

    /** The table's columns and partitioning at the tip that {@link #tip} has last returned. */
    TableMetadata metadata();

    /** The proposal as a part of a commit to several tables. */
    TableProposal part(Proposal proposal);

    /**
     * Takes in the catalog's answer to a commit to several tables, as {@link #ratify} does for one.
     *
     * @return the same answer, or a better one where the format remembers what the catalog has forgotten
     */
    default Ratification settle(Proposal proposal, Ratification answer) {
        return answer;
    }

    /** Called once the proposal is ratified: makes the commit visible where readers look. Never fails the commit. */
    void publish(Proposal proposal);

    /** Called once the proposal is known to be lost: removes what {@link #propose} has stored. Never throws. */
    void discard(Proposal proposal);
}
