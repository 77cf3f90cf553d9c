package io.sluice.catalog.sql;

import io.sluice.error.SluiceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's words and SQL states. Source: the manual, appendix "PostgreSQL Error Codes". */
final class PostgresDialect implements Dialect {
    /** The schema of the database in which the catalog's tables are. */
    static final String SCHEMA = "sluice";
    /** The advisory lock under which the schema is made: "SLUICE" in ASCII. */
    private static final long SCHEMA_LOCK = 0x534C55494345L;

    private static final int MOST_AT_ONCE = 50;

    private final String place;

    PostgresDialect(String place) {
        this.place = place;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void rollBack(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public String forShare() {
        return " FOR SHARE";
    }

    @Override
    public String least() {
        return "least";
    }

    @Override
    public List<Integer> updateAll(Session session, List<Update> updates) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        for (int from = 0; from < updates.size(); from += MOST_AT_ONCE) {
            List<Update> some = updates.subList(from, Math.min(from + MOST_AT_ONCE, updates.size()));
            counts.addAll(session.updateAtOnce(Update.joined(some)));
        }
        return counts;
    }

    @Override
    public String ddl(String statement) {
        // Room in the pages of often updated rows lets PostgreSQL leave the indexes alone.
        return statement
                .replace("BYTES", "BYTEA")
                .replace("CLUSTERED", "")
                .replace("OFTEN_UPDATED", "WITH (fillfactor = 30)");
    }

    @Override
    public String storedLocation(String location) {
        return location;
    }

    @Override
    public String location(String stored) {
        return stored;
    }

    @Override
    public int schemaVersion(Session session) throws SQLException {
        Optional<Integer> version = recordedVersion(session);
        if (version.isPresent()) {
            return version.get();
        }
        long tables = session.first(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('sluice')",
                        row -> row.getLong(1))
                .orElse(0L);
        if (tables == 0) {
            return 0;
        }
        // Another process may have made the schema since the first look.
        return recordedVersion(session)
                .orElseThrow(() -> Schema.notOurs(place, "its schema '" + SCHEMA + "' has tables of another program"));
    }

    private static Optional<Integer> recordedVersion(Session session) throws SQLException {
        boolean recorded = session.first(
                        "SELECT to_regclass('sluice.schema_version') IS NOT NULL", row -> row.getBoolean(1))
                .orElse(false);
        return recorded
                ? session.first("SELECT version FROM sluice.schema_version", row -> row.getInt(1))
                : Optional.empty();
    }

    @Override
    public void lockSchema(Session session) throws SQLException {
        session.first("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")", row -> "");
        session.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    }

    @Override
    public void recordSchemaVersion(Session session, int version) throws SQLException {
        session.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);"
                + " DELETE FROM schema_version; INSERT INTO schema_version (version) VALUES (" + version + ")");
    }

    @Override
    public SluiceException explain(String what, SQLException failure) {
        String problem = "cannot %s in the catalog %s: %s".formatted(what, place, failure.getMessage());
        String state = state(failure);
        if (state.startsWith("28")) {
            return SluiceException.user(
                    problem + ". Check the user in the lake URI, and the password in PGPASSWORD or ~/.pgpass", failure);
        }
        if (state.startsWith("3D") || state.startsWith("42501") || state.startsWith("25006")) {
            return SluiceException.user(problem, failure);
        }
        if (state.startsWith("53100") || state.startsWith("53200")) {
            return SluiceException.resources(problem, failure);
        }
        boolean ours = state.startsWith("42") || state.startsWith("22") || state.startsWith("23");
        return ours ? SluiceException.bug(problem, failure) : SluiceException.external(problem, failure);
    }

    /** The first SQL state in the chain of causes: a pool wraps what it meets. */
    private static String state(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
