package io.sluice.sql;

import io.sluice.commit.IsolationLevel;
import java.util.Optional;

/** A statement that begins or ends a transaction. */
public sealed interface TransactionStatement extends SqlStatement {
    /** {@code BEGIN}; without a level, the session's. */
    record Begin(Span span, Optional<IsolationLevel> level, Access access) implements TransactionStatement {}

    /** What a transaction may do. */
    enum Access {
        READ_WRITE,
        READ_ONLY
    }

    /** {@code COMMIT}. */
    record Commit(Span span) implements TransactionStatement {}

    /** {@code ROLLBACK}. */
    record Rollback(Span span) implements TransactionStatement {}
}
