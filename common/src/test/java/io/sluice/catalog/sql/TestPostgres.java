package io.sluice.catalog.sql;

import io.sluice.catalog.sql.PostgresCatalogs.Address;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One PostgreSQL server for all tests of a process, on the loopback interface; each test has databases of its own. It
 * ends with the process.
 */
public final class TestPostgres {
    private static final TestPostgres SERVER = new TestPostgres();

    private final EmbeddedPostgres postgres;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();

    private TestPostgres() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL does not start", failure);
        }
    }

    /** A database of that name, made when it is first asked for. */
    public static Address database(String name) {
        return SERVER.address(name);
    }

    private Address address(String name) {
        if (databases.add(name)) {
            execute("postgres", "CREATE DATABASE " + name);
        }
        return new Address("127.0.0.1", postgres.getPort(), name, "postgres");
    }

    /** Runs statements in a database as its administrator. */
    static void execute(String database, String sql) {
        try (Connection connection =
                        SERVER.postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
