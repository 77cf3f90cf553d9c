package io.sluice.spark.session;

import io.sluice.commit.RejectionReason;
import io.sluice.lake.TransactionOutcome;
import java.util.ConcurrentModificationException;

/**
 * Another writer's commit stood in the way of a statement's, and nothing of the statement is visible. Running the
 * statement again on the new state is what usually helps.
 */
public final class CommitRejectedException extends ConcurrentModificationException {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    CommitRejectedException(TransactionOutcome.Rejected outcome, String afterwards) {
        super("rejected, nothing is committed: %s%s%s%s"
                .formatted(
                        outcome.table().map(name -> name + ": ").orElse(""),
                        outcome.cause().reason().text(),
                        outcome.cause().winner().map(winner -> ", by " + winner).orElse(""),
                        afterwards));
        reason = outcome.cause().reason();
    }

    /** Why the commit was rejected. */
    public RejectionReason reason() {
        return reason;
    }
}
