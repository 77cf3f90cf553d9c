package io.sluice.catalog.sql;

import java.sql.SQLException;

/** Something to do with a session. */
@FunctionalInterface
interface SqlWork<T> {
    T run(Session session) throws SQLException;
}
