package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitOutcome;
import io.sluice.table.StableMap;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a transaction ended, for all of its tables together. */
public sealed interface TransactionOutcome {
    /**
     * The changes are durable.
     *
     * @param versions of the tables that were changed; empty if none was
     */
    record Committed(Map<TableName, TableVersion> versions) implements TransactionOutcome {
        public Committed {
            versions = StableMap.copyOf(new TreeMap<>(versions));
        }
    }

    /**
     * Nothing is visible, and nothing will be.
     *
     * @param table that stood in the way; empty if it was all of them together
     * @param cause the reason, and the winner if there is one
     */
    record Rejected(Optional<TableName> table, CommitOutcome.Rejected cause) implements TransactionOutcome {
        public Rejected {
            requireNonNull(table, "table");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The catalog may or may not have ratified the transaction: all of it or nothing. Its files are kept.
     *
     * @param versions that the attempt was for
     */
    record Unknown(AttemptId attempt, Map<TableName, TableVersion> versions, RuntimeException cause)
            implements TransactionOutcome {
        public Unknown {
            requireNonNull(attempt, "attempt");
            requireNonNull(cause, "cause");
            versions = StableMap.copyOf(new TreeMap<>(versions));
        }
    }
}
