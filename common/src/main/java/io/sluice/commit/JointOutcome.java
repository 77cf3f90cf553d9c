package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.StableMap;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.Map;
import java.util.Optional;

/** How a commit to several tables ended: as {@link CommitOutcome}, for all of them together. */
public sealed interface JointOutcome {
    /**
     * Every table's part is durable, as the given version.
     *
     * @param versions of the tables that were changed
     */
    record Committed(Map<TableId, TableVersion> versions) implements JointOutcome {
        public Committed {
            versions = StableMap.copyOf(versions);
        }
    }

    /**
     * Nothing of any part is visible, and nothing will be.
     *
     * @param table whose part stood in the way; empty if it was all of them together
     */
    record Rejected(Optional<TableId> table, CommitOutcome.Rejected cause) implements JointOutcome {
        public Rejected {
            requireNonNull(table, "table");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * Either all parts are ratified or none is. Files of all of them must be kept.
     *
     * @param versions that the attempt was for
     */
    record Unknown(AttemptId attempt, Map<TableId, TableVersion> versions, RuntimeException cause)
            implements JointOutcome {
        public Unknown {
            requireNonNull(attempt, "attempt");
            requireNonNull(cause, "cause");
            versions = StableMap.copyOf(versions);
        }
    }
}
