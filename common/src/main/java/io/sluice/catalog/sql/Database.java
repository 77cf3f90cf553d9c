package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.sql.SessionPool.Access;
import io.sluice.error.SluiceException;
import java.sql.SQLException;

/** Runs work in sessions, and turns every failure of the database into a {@code SluiceException}. */
final class Database implements AutoCloseable {
    private final SessionPool pool;
    private final Dialect dialect;

    Database(SessionPool pool, Dialect dialect) {
        this.pool = requireNonNull(pool, "pool");
        this.dialect = requireNonNull(dialect, "dialect");
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs work that changes nothing. Only a single statement is one consistent look. */
    <T> T read(String what, SqlWork<T> work) {
        try {
            return pool.lend(Access.READ, work);
        } catch (SQLException failure) {
            throw dialect.explain(what, failure);
        }
    }

    /**
     * Runs work in one transaction.
     *
     * @throws SluiceException of kind {@code EXTERNAL} if the change may have happened, of another kind if not
     */
    <T> T change(String what, SqlWork<T> work) {
        try {
            return pool.lend(Access.CHANGE, session -> session.transaction(work));
        } catch (SQLException failure) {
            SluiceException explained = dialect.explain(what, failure);
            if (failure instanceof UncertainCommitException && explained.kind() != SluiceException.Kind.RESOURCES) {
                throw SluiceException.external(explained.getMessage(), failure);
            }
            throw explained;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
