package io.sluice.spark.session;

import io.sluice.lake.TransactionOutcome;
import io.sluice.table.TableName;

/**
 * The catalog did not say what became of a statement's commit: all of it is there, or nothing. Its files are kept,
 * because they may belong to the lake. Running the statement again may do its work twice; the table's history tells
 * whether that is needed, as soon as the catalog answers again.
 */
public final class CommitUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String TEXT = "unknown whether it is committed, because the catalog did not answer (%s): %s is"
            + " there wholly or not at all. Look into the history before you run it again";

    CommitUnknownException(TransactionOutcome.Unknown outcome) {
        super(TEXT.formatted(outcome.cause().getMessage(), "version " + outcome.versions()), outcome.cause());
    }

    CommitUnknownException(TableName made, RuntimeException cause) {
        super(TEXT.formatted(cause.getMessage(), "the new table " + made), cause);
    }
}
