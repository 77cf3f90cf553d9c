package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection with its prepared statements, which live as long as it does. Parameters are {@code String},
 * {@code Long}, {@code byte[]} or null. Not safe for use by several threads.
 */
final class Session implements AutoCloseable {
    /** Makes a value of one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean undone;

    Session(Connection connection, Dialect dialect) {
        this.connection = requireNonNull(connection, "connection");
        this.dialect = requireNonNull(dialect, "dialect");
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Runs work in one transaction: all of it or nothing. Nothing also if the work calls {@link #undo}.
     *
     * @throws UncertainCommitException if the database failed while it committed
     */
    <T> T transaction(SqlWork<T> work) throws SQLException {
        undone = false;
        dialect.begin(connection);
        T result;
        try {
            result = work.run(this);
        } catch (SQLException | RuntimeException failure) {
            rollBack(failure);
            throw failure;
        }
        if (undone) {
            dialect.rollBack(connection);
            return result;
        }
        try {
            dialect.commit(connection);
        } catch (SQLException failure) {
            rollBack(failure);
            throw new UncertainCommitException(failure);
        }
        return result;
    }

    /** The transaction that runs shall change nothing, though its work goes on to an answer. */
    void undo() {
        undone = true;
    }

    private void rollBack(Exception failure) {
        try {
            dialect.rollBack(connection);
        } catch (SQLException alsoFailed) {
            // The session is not lent again; the database rolls back when its connection ends.
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Runs one or more statements that have no parameters. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Runs one statement, and tells how many rows it changed. */
    int update(String sql, Object... parameters) throws SQLException {
        return prepared(sql, parameters).executeUpdate();
    }

    /** Runs several statements, in one round trip where the database takes them at once; tells what each changed. */
    List<Integer> updateAll(List<Update> updates) throws SQLException {
        return dialect.updateAll(this, updates);
    }

    /** Runs one text of several statements, and tells how many rows each changed. */
    List<Integer> updateAtOnce(Update joined) throws SQLException {
        PreparedStatement statement = prepared(joined.sql(), joined.parameters().toArray());
        statement.execute();
        List<Integer> counts = new ArrayList<>();
        for (int count = statement.getUpdateCount(); count >= 0; count = statement.getUpdateCount()) {
            counts.add(count);
            statement.getMoreResults();
        }
        return counts;
    }

    <T> List<T> query(String sql, Row<T> row, Object... parameters) throws SQLException {
        try (ResultSet results = prepared(sql, parameters).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (results.next()) {
                found.add(row.read(results));
            }
            return found;
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, Object... parameters) throws SQLException {
        try (ResultSet results = prepared(sql, parameters).executeQuery()) {
            return results.next() ? Optional.of(row.read(results)) : Optional.empty();
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        bind(statement, parameters);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setString(i + 1, (String) value);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        } finally {
            statements.clear();
        }
    }
}
