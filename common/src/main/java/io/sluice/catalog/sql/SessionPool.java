package io.sluice.catalog.sql;

import java.sql.SQLException;

/** Lends sessions, each to one thread at a time, and never more than a bounded number. */
interface SessionPool extends AutoCloseable {
    /** What a session is borrowed for. */
    enum Access {
        READ,
        CHANGE
    }

    /** Runs work with a session, once one is free. A session whose work has failed is not lent again. */
    <T> T lend(Access access, SqlWork<T> work) throws SQLException;

    @Override
    void close();
}
