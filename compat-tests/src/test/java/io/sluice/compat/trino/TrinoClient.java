package io.sluice.compat.trino;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session with a server, by its JDBC driver. Failures are those of the driver, with the code of the server. */
public record TrinoClient(Connection connection) implements Writer {
    /** A session whose catalog is {@code lake}. */
    public static TrinoClient of(TrinoServer server) {
        return new TrinoClient(call(server::connect));
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw new TrinoFailure(e);
        }
    }

    @Override
    public List<String> run(String sql) {
        List<List<String>> rows = rows(sql);
        return rows.stream().map(row -> "[" + String.join(",", row) + "]").toList();
    }

    /** The rows of a result, or the number of rows that were changed as one row; none if it was none. */
    List<List<String>> rows(String sql) {
        return call(() -> {
            try (Statement statement = connection.createStatement()) {
                if (statement.execute(sql)) {
                    try (ResultSet result = statement.getResultSet()) {
                        return texts(result);
                    }
                }
                long changed = statement.getLargeUpdateCount();
                return changed > 0 ? List.of(List.of(Long.toString(changed))) : List.of();
            }
        });
    }

    private static List<List<String>> texts(ResultSet result) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(result.getObject(i)));
            }
            rows.add(values);
        }
        return rows;
    }

    @Override
    public void begin(IsolationLevel level) {
        call(() -> {
            connection.setTransactionIsolation(
                    level == IsolationLevel.SERIALIZABLE
                            ? Connection.TRANSACTION_SERIALIZABLE
                            : Connection.TRANSACTION_READ_UNCOMMITTED);
            connection.setAutoCommit(false);
            return connection;
        });
    }

    @Override
    public Optional<String> commit() {
        return call(() -> {
            try {
                connection.commit();
                connection.setAutoCommit(true);
                return Optional.empty();
            } catch (SQLException failed) {
                // The driver goes on with a transaction whose commit has failed until it is told otherwise.
                rollback();
                return Optional.of(conflict(new TrinoFailure(failed)));
            }
        });
    }

    /** Why a commit is rejected; any other failure is thrown. */
    private static String conflict(TrinoFailure failure) {
        if (!failure.isConflict()) {
            throw failure;
        }
        return failure.getMessage();
    }

    /** Gives up the transaction. */
    void rollback() {
        call(() -> {
            connection.rollback();
            connection.setAutoCommit(true);
            return connection;
        });
    }

    @Override
    public void close() {
        call(() -> {
            connection.close();
            return connection;
        });
    }
}
