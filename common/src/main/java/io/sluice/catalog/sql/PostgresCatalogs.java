package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens catalogs in PostgreSQL databases. */
public final class PostgresCatalogs {
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    /**
     * A database on a server.
     *
     * @param user empty for the environment's {@code PGUSER}, or else the system's user
     */
    public record Address(String host, int port, String database, String user) {}

    private PostgresCatalogs() {}

    /**
     * Opens the catalog in a database. The password comes from {@code PGPASSWORD} or from {@code ~/.pgpass}, as
     * PostgreSQL's own programs have it.
     *
     * @param environment the environment variables
     */
    public static Catalog open(Address address, OpenMode mode, Map<String, String> environment) {
        String place = "postgresql://%s:%d/%s".formatted(address.host(), address.port(), address.database());
        return open(source(address, environment), place, mode);
    }

    static DataSource source(Address address, Map<String, String> environment) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        String user = address.user().isEmpty() ? environment.getOrDefault("PGUSER", "") : address.user();
        if (!user.isEmpty()) {
            source.setUser(user);
        }
        if (environment.containsKey("PGPASSWORD")) {
            source.setPassword(environment.get("PGPASSWORD"));
        }
        source.setCurrentSchema(PostgresDialect.SCHEMA);
        source.setApplicationName("sluice");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
        source.setOptions("-c lock_timeout=" + Turns.PATIENCE.toMillis());
        return source;
    }

    static Catalog open(DataSource source, String place, OpenMode mode) {
        PostgresDialect dialect = new PostgresDialect(place);
        ServerPool pool;
        try {
            pool = ServerPool.open(source, dialect);
        } catch (SQLException failure) {
            throw dialect.explain("open", failure);
        }
        Database database = new Database(pool, dialect);
        try {
            Schema.prepare(database, mode);
            return new SqlCatalog(database, new AdvisoryTurns(pool.connections(), ServerPool.MAX_CONNECTIONS / 2));
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }
}
