package io.sluice.catalog.sql;

import io.sluice.error.SluiceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What differs between the databases. */
interface Dialect {
    /** The catalog as a person would point at it, without a secret. */
    String place();

    /** Begins a transaction that sees the last committed state as soon as it holds the locks that it takes. */
    void begin(Connection connection) throws SQLException;

    void commit(Connection connection) throws SQLException;

    void rollBack(Connection connection) throws SQLException;

    /** What a {@code SELECT} ends with so that its rows stay as they are until the transaction ends. */
    String forUpdate();

    /** As {@link #forUpdate}, for rows that others may hold in the same way at the same time. */
    String forShare();

    /** The function that gives the smallest of several numbers. */
    String least();

    /** Runs statements in order, in as few round trips as can be; tells how many rows each changed. */
    List<Integer> updateAll(Session session, List<Update> updates) throws SQLException;

    /** A {@code CREATE TABLE} of the schema in the database's own words, see {@link Schema}. */
    String ddl(String statement);

    /** What the catalog keeps for the location of a table: relative where catalog and data move together. */
    String storedLocation(String location);

    /** The absolute location of what {@link #storedLocation} has made of it. */
    String location(String stored);

    /** The version of the schema, 0 if the database is new and empty; a user error if it holds something else. */
    int schemaVersion(Session session) throws SQLException;

    /** Waits until no other process makes or changes the schema; within a transaction. */
    void lockSchema(Session session) throws SQLException;

    void recordSchemaVersion(Session session, int version) throws SQLException;

    /**
     * Says what a failure means.
     *
     * @param what the action that failed, as in "cannot (list tables)"
     */
    SluiceException explain(String what, SQLException failure);
}
