package io.sluice.catalog.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Sessions at a database server, over HikariCP. The driver keeps the prepared statements with their connections. */
final class ServerPool implements SessionPool {
    static final int MAX_CONNECTIONS = 8;

    private final HikariDataSource connections;
    private final Dialect dialect;

    private ServerPool(HikariDataSource connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    /** Opens the first connection; further ones are opened when they are needed. */
    static ServerPool open(DataSource source, Dialect dialect) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("sluice");
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(1);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        try {
            return new ServerPool(new HikariDataSource(config), dialect);
        } catch (PoolInitializationException refused) {
            throw refused.getCause() instanceof SQLException reason ? reason : new SQLException(refused);
        }
    }

    DataSource connections() {
        return connections;
    }

    @Override
    public <T> T lend(Access access, SqlWork<T> work) throws SQLException {
        try (Connection connection = connections.getConnection();
                Session session = new Session(connection, dialect)) {
            return work.run(session);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
