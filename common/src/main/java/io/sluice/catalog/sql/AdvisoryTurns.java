package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Turns among the clients of one PostgreSQL database by its advisory locks, which end with their connection. Waiting is
 * bounded by the connections' {@code lock_timeout}. A turn keeps a connection, so only so many are taken at a time:
 * writers need connections too.
 */
final class AdvisoryTurns implements Turns {
    /** The first half of every lock's number: "SLUI" in ASCII. */
    private static final int LOCK_CLASS = 0x534C5549;

    private final DataSource connections;
    private final ThreadQueues threads = new ThreadQueues();
    private final Semaphore spare;

    AdvisoryTurns(DataSource connections, int atMost) {
        this.connections = requireNonNull(connections, "connections");
        this.spare = new Semaphore(atMost);
    }

    @Override
    public Turn take(TableId table) {
        int queue = ThreadQueues.queueOf(table);
        if (!threads.enter(queue)) {
            return Turn.FREE;
        }
        Turn among = spare.tryAcquire() ? amongClients(table) : Turn.FREE;
        return () -> {
            among.close();
            threads.leave(queue);
        };
    }

    private Turn amongClients(TableId table) {
        Connection connection = null;
        try {
            connection = connections.getConnection();
            call(connection, "SELECT pg_advisory_lock(?, ?)", table);
            Connection held = connection;
            return () -> {
                unlock(held, table);
                spare.release();
            };
        } catch (SQLException cannotQueue) {
            close(connection);
            spare.release();
            return Turn.FREE;
        }
    }

    private static void unlock(Connection connection, TableId table) {
        try (connection) {
            call(connection, "SELECT pg_advisory_unlock(?, ?)", table);
        } catch (SQLException connectionLost) {
            // The lock has gone with its connection, which the pool does not lend again.
        }
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException lost) {
            // Nothing was held.
        }
    }

    private static void call(Connection connection, String sql, TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, table.value().hashCode());
            statement.execute();
        }
    }

    @Override
    public void close() {
        // The connections belong to the pool.
    }
}
