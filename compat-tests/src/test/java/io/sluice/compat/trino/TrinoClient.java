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
record TrinoClient(Connection connection) implements Writer {
    static TrinoClient of(TrinoServer server) {
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
        return call(() -> {
            try (Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return List.of("[" + statement.getLargeUpdateCount() + "]");
                }
                try (ResultSet result = statement.getResultSet()) {
                    return texts(result);
                }
            }
        });
    }

    private static List<String> texts(ResultSet result) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(result.getObject(i)));
            }
            texts.add("[" + String.join(",", values) + "]");
        }
        return texts;
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
                return Optional.empty();
            } catch (SQLException failed) {
                return Optional.of(new TrinoFailure(failed).getMessage());
            } finally {
                connection.setAutoCommit(true);
            }
        });
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
