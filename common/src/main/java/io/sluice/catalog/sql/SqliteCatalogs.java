package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens catalogs in SQLite files.
 *
 * <p>The file is made in SQLite's rollback-journal mode and only then switched to a write-ahead log, so that its header
 * tells from the first moment on whose it is: a file of another program is recognised without opening it.
 */
public final class SqliteCatalogs {
    /** The catalog's file in the folder of a lake. */
    public static final String FILE_NAME = "catalog.db";

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    /** Where the application id is in the file. Source: sqlite.org/fileformat2.html, "The Database Header". */
    private static final int APPLICATION_ID_AT = 68;

    private static final int HEADER_BYTES = 100;
    private static final int BUSY_MILLIS = 10_000;
    private static final long RETRY_NANOS = 1_000_000;

    private SqliteCatalogs() {}

    /** Opens the catalog of the lake in a folder; a user error if there is something else in its place. */
    public static Catalog open(Path folder, OpenMode mode) {
        Path file = folder.toAbsolutePath().normalize().resolve(FILE_NAME);
        if (mode == OpenMode.CREATE_IF_MISSING) {
            createFolder(file.getParent());
        }
        requireOurs(file, mode);
        return open(file, mode, () -> connect(file));
    }

    static Catalog open(Path file, OpenMode mode, FilePool.Connector connector) {
        SqliteDialect dialect = new SqliteDialect(file);
        Database database = new Database(new FilePool(connector, dialect), dialect);
        try {
            Schema.prepare(database, mode);
            database.read("open", SqliteCatalogs::useWriteAheadLog);
            return new SqlCatalog(database, new FileTurns(file.resolveSibling(FILE_NAME + ".turn")));
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException file) {
            throw SluiceException.user("%s is a file: a lake is a folder".formatted(folder), file);
        } catch (IOException failure) {
            throw SluiceException.user(
                    "cannot make the folder %s for the lake: %s".formatted(folder, failure), failure);
        }
    }

    /** Looks at the header, without SQLite, so that a file that is not ours is not even opened. */
    private static void requireOurs(Path file, OpenMode mode) {
        if (Files.isDirectory(file)) {
            throw Schema.notOurs(file.toString(), "it is a folder");
        }
        boolean unfinished = Files.exists(file.resolveSibling(FILE_NAME + "-journal"));
        byte[] header = header(file);
        if (header.length == 0 && mode == OpenMode.OPEN_EXISTING) {
            throw Schema.noLake(file.getParent().toString());
        }
        if (header.length == 0 || unfinished) {
            return;
        }
        if (!Arrays.equals(Arrays.copyOf(header, MAGIC.length), MAGIC) || header.length < HEADER_BYTES) {
            throw Schema.notOurs(file.toString(), "it is not an SQLite database");
        }
        if (ByteBuffer.wrap(header).getInt(APPLICATION_ID_AT) != SqliteDialect.APPLICATION_ID) {
            throw Schema.notOurs(file.toString(), "it is an SQLite database of another program");
        }
    }

    /** The first bytes; none if there is no file. */
    private static byte[] header(Path file) {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEADER_BYTES);
        } catch (IOException failure) {
            throw SluiceException.user("the catalog %s cannot be read: %s".formatted(file, failure), failure);
        }
    }

    static Connection connect(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
        Connection connection = new JDBC4Connection("jdbc:sqlite:" + file, name(file), settings);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /** The driver takes what follows a question mark for settings, unless it is escaped in a URI. */
    private static String name(Path file) {
        return file.toString().contains("?")
                ? "file:"
                        + URI.create("file:///")
                                .resolve(file.toUri().getRawPath())
                                .getRawPath()
                : file.toString();
    }

    /** The mode stays with the file. Switching needs a moment in which nobody else is at it. */
    private static String useWriteAheadLog(Session session) throws SQLException {
        long deadline = System.nanoTime() + BUSY_MILLIS * 1_000_000L;
        while (true) {
            try {
                return session.first("PRAGMA journal_mode = WAL", row -> row.getString(1))
                        .orElse("");
            } catch (SQLException busy) {
                if (System.nanoTime() - deadline > 0) {
                    throw busy;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
