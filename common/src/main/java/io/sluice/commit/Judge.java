package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Tip;
import io.sluice.table.TableVersion;
import java.util.Optional;

/** Asks the rules about every winner once, however many rounds a commit takes. For one thread. */
final class Judge {
    private final CommitTarget target;
    private final Transaction transaction;
    private TableVersion judged;

    Judge(CommitTarget target, Transaction transaction) {
        this.target = requireNonNull(target, "target");
        this.transaction = requireNonNull(transaction, "transaction");
        judged = transaction.reads().version();
    }

    /** The first winner that stands in the way, with the reason. */
    Optional<CommitOutcome.Rejected> conflict(Tip tip) {
        for (Winner winner : tip.winners()) {
            if (winner.version().isAfter(judged)) {
                Optional<RejectionReason> reason = ConflictRules.conflict(
                        transaction, winner, () -> new FileConflicts(target.changes(winner), target.metadata()));
                if (reason.isPresent()) {
                    return Optional.of(CommitOutcome.Rejected.by(reason.get(), winner));
                }
                judged = winner.version();
            }
        }
        return Optional.empty();
    }
}
