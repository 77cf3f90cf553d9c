package io.sluice.catalog.sql;

import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * SQLite's words and result codes. Transactions are begun and ended by statements: the driver's own way begins the next
 * transaction right after a commit, and would hold SQLite's one write lock while idle. Source: sqlite.org/rescode.html.
 */
final class SqliteDialect implements Dialect {
    /** Marks a file as ours: "SLUI" in ASCII. */
    static final int APPLICATION_ID = 0x534C5549;

    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NO_MEMORY = 7;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    public void rollBack(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Nothing: the one who changes is alone. */
    @Override
    public String forUpdate() {
        return "";
    }

    /** Nothing: the one who changes is alone. */
    @Override
    public String forShare() {
        return "";
    }

    @Override
    public String least() {
        return "min";
    }

    @Override
    public List<Integer> updateAll(Session session, List<Update> updates) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        for (Update update : updates) {
            counts.add(session.update(update.sql(), update.parameters().toArray()));
        }
        return counts;
    }

    @Override
    public String ddl(String statement) {
        return statement
                .replace("BYTES", "BLOB")
                .replace("CLUSTERED", "WITHOUT ROWID")
                .replace("OFTEN_UPDATED", "");
    }

    /** What a file says of itself. */
    private record Marks(int application, int version, long objects) {}

    /** Relative to the folder of the lake, so that the folder can be moved as a whole. */
    @Override
    public String storedLocation(String location) {
        String below = file.getParent() + "/";
        return location.startsWith(below) ? location.substring(below.length()) : location;
    }

    @Override
    public String location(String stored) {
        return stored.startsWith("/") ? stored : file.getParent() + "/" + stored;
    }

    @Override
    public int schemaVersion(Session session) throws SQLException {
        // One statement, as another process may be making the schema at this moment.
        Marks marks = session.first(
                        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
                                + " FROM pragma_application_id, pragma_user_version",
                        row -> new Marks(row.getInt(1), row.getInt(2), row.getLong(3)))
                .orElseThrow();
        if (marks.application() != APPLICATION_ID && !marks.equals(new Marks(0, 0, 0))) {
            throw Schema.notOurs(place(), "it is an SQLite database of another program");
        }
        return marks.version();
    }

    /** Nothing: the one who changes is alone. */
    @Override
    public void lockSchema(Session session) {}

    @Override
    public void recordSchemaVersion(Session session, int version) throws SQLException {
        session.execute("PRAGMA application_id = " + APPLICATION_ID);
        session.execute("PRAGMA user_version = " + version);
    }

    @Override
    public SluiceException explain(String what, SQLException failure) {
        String problem = "cannot %s in the catalog %s: ".formatted(what, file);
        return switch (failure.getErrorCode() & 0xff) {
            case FULL ->
                SluiceException.resources(problem + "the disk is full; nothing was changed, free some space", failure);
            case NO_MEMORY -> SluiceException.resources(problem + "there is not enough memory", failure);
            case READ_ONLY, PERM, CANNOT_OPEN ->
                SluiceException.user(
                        problem + "it cannot be opened or written; check that the file and its folder are writable ("
                                + failure.getMessage() + ")",
                        failure);
            case NOT_A_DATABASE ->
                SluiceException.user(
                        Schema.notOurs(place(), "it is not an SQLite database").getMessage(), failure);
            case CORRUPT ->
                SluiceException.bug(
                        problem + "the file is damaged; restore it from a backup, or rescue it with the sqlite3"
                                + " program's .recover (" + failure.getMessage() + ")",
                        failure);
            case BUSY, LOCKED ->
                SluiceException.external(problem + "another process keeps it locked; try again", failure);
            case IO_ERROR -> SluiceException.external(problem + failure.getMessage(), failure);
            default ->
                failure instanceof SQLTransientException
                        ? SluiceException.external(problem + failure.getMessage(), failure)
                        : SluiceException.bug(problem + failure.getMessage(), failure);
        };
    }
}
