package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides on several tables at once. Failures are as for {@link CommitTarget#ratify}. */
public interface JointTarget {
    /** Waits, for a bounded time, for a turn at every one of these tables, as {@link CommitTarget#takeTurn} does. */
    Turn takeTurns(List<TableId> tables);

    /**
     * Makes every proposal the next version of its table and changes the names, or does nothing at all. Offering the
     * same again is harmless if it has a proposal; where it only changes names, what became of the first delivery
     * cannot be told.
     */
    Answer ratify(JointProposal joint);

    /** The same without changes of names. */
    default Answer ratify(List<TableProposal> proposals, Map<TableId, TableVersion> unchanged) {
        return ratify(new JointProposal(proposals, unchanged, List.of()));
    }

    /**
     * The decision.
     *
     * @param answer {@code Ratified} if all proposals are, else the first answer that stands in the way;
     *     {@code Superseded} for an unchanged table that has changed. Where only names change, the version says nothing
     * @param table whose answer it is; empty if all are ratified
     */
    record Answer(Ratification answer, Optional<TableId> table) {
        public Answer {
            requireNonNull(answer, "answer");
            requireNonNull(table, "table");
        }
    }
}
