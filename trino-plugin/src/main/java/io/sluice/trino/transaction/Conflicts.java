package io.sluice.trino.transaction;

import io.sluice.lake.TransactionOutcome;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;

/** Ends of a transaction that are no success, as Trino's users see them. */
final class Conflicts {
    private Conflicts() {}

    static TrinoException failure(TransactionOutcome outcome) {
        return switch (outcome) {
            case TransactionOutcome.Committed committed -> throw new IllegalArgumentException("a commit is no failure");
            case TransactionOutcome.Rejected rejected ->
                new TrinoException(
                        StandardErrorCode.TRANSACTION_CONFLICT,
                        "rejected, nothing is committed: %s%s%s"
                                .formatted(
                                        rejected.table()
                                                .map(name -> name + ": ")
                                                .orElse(""),
                                        rejected.cause().reason().text(),
                                        rejected.cause()
                                                .winner()
                                                .map(winner -> ", by " + winner)
                                                .orElse("")));
            case TransactionOutcome.Unknown unknown ->
                new TrinoException(
                        SluiceErrorCode.SLUICE_COMMIT_UNKNOWN,
                        "unknown whether it is committed, because the catalog did not answer (%s): version %s is there wholly or not at all. Look into the history before you run it again"
                                .formatted(unknown.cause().getMessage(), unknown.versions()),
                        unknown.cause());
        };
    }
}
