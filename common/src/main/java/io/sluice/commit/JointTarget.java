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
     * Makes every proposal the next version of its table, or none. The proposals of one transaction have one attempt
     * id: by it readers know that they belong together. Offering the same proposals again is harmless.
     *
     * @param proposals at least one, no table twice
     * @param unchanged tables that were only read, and the version that has to be their last one still at the moment of
     *     the decision; not looked at if the proposals are known to have been ratified earlier
     */
    Answer ratify(List<TableProposal> proposals, Map<TableId, TableVersion> unchanged);

    /**
     * The decision.
     *
     * @param answer {@code Ratified} if all proposals are, else the first answer that stands in the way;
     *     {@code Superseded} for an unchanged table that has changed
     * @param table whose answer it is; empty if all are ratified
     */
    record Answer(Ratification answer, Optional<TableId> table) {
        public Answer {
            requireNonNull(answer, "answer");
            requireNonNull(table, "table");
        }
    }
}
