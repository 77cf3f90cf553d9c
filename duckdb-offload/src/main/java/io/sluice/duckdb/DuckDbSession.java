package io.sluice.duckdb;

import io.sluice.duckdb.Cancellation.Subscription;
import io.sluice.error.SluiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.QueryProgress;

/**
 * An engine of its own, in memory, that sees local files only: nothing is downloaded. Statements run one at a time;
 * {@link #progress} and the cancellation may be used by other threads meanwhile.
 */
public final class DuckDbSession implements AutoCloseable {
    /** DuckDB 2.0.0 fails with this optimiser when a filter on the file meets ORDER BY ... LIMIT. */
    private static final String QUERY_OPTIMIZERS = "SET disabled_optimizers='late_materialization'";

    /** DuckDB 2.0.0 may wait for ever when a statement is cancelled that reads a file in other threads. */
    private static final String NO_ASYNC_THREADS = "0";

    private final DuckDBConnection connection;
    private final int threads;
    private final Cancellation cancellation;
    private volatile Statement running;

    private DuckDbSession(DuckDBConnection connection, int threads, Cancellation cancellation) {
        this.connection = connection;
        this.threads = threads;
        this.cancellation = cancellation;
    }

    /**
     * Begins to load the engine's native library, in the background: worth it for a program that is going to need an
     * engine and has something else to do first.
     */
    public static void preload() {
        Thread loading = new Thread(DuckDbSession::loadLibrary, "sluice-preload");
        loading.setDaemon(true);
        loading.start();
    }

    private static void loadLibrary() {
        try {
            Class.forName("org.duckdb.DuckDBNative");
        } catch (ClassNotFoundException | LinkageError failure) {
            // Opening a session meets the same failure, and tells it.
        }
    }

    /**
     * Starts an engine.
     *
     * @param cancellation ends the statement that runs when it is called, and all later ones
     */
    public static DuckDbSession open(DuckDbSettings settings, Cancellation cancellation) {
        return open(settings, cancellation, Map.of("preserve_insertion_order", "false"));
    }

    /**
     * Starts an engine for queries of users: results of any length pass through {@link #stream}, and rows keep the
     * order of their files.
     *
     * @param cancellation as for {@link #open}
     */
    public static DuckDbSession openForQueries(DuckDbSettings settings, Cancellation cancellation) {
        DuckDbSession session = open(settings, cancellation, Map.of("jdbc_stream_results", "true"));
        session.execute(QUERY_OPTIMIZERS);
        return session;
    }

    private static DuckDbSession open(DuckDbSettings settings, Cancellation cancellation, Map<String, String> further) {
        Properties properties = new Properties();
        properties.putAll(further);
        int threads = settings.threadCount();
        properties.put("threads", Integer.toString(threads));
        properties.put("async_threads", NO_ASYNC_THREADS);
        settings.engineMemoryBytes().ifPresent(bytes -> properties.put("memory_limit", (bytes >> 10) + "KiB"));
        properties.put(
                "temp_directory",
                settings.temporaryFolder()
                        .map(Object::toString)
                        .orElseGet(() -> System.getProperty("java.io.tmpdir") + "/sluice-duckdb-"
                                + ProcessHandle.current().pid()));
        properties.put("autoinstall_known_extensions", "false");
        properties.put("autoload_known_extensions", "false");
        try {
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
            DuckDbSession session = new DuckDbSession(connection.unwrap(DuckDBConnection.class), threads, cancellation);
            session.execute("SET TimeZone='UTC'; SET enable_progress_bar=true; SET enable_progress_bar_print=false");
            return session;
        } catch (SQLException failure) {
            throw SluiceException.external("DuckDB could not be started: " + failure.getMessage(), failure);
        }
    }

    /** How many threads the engine works with. */
    public int threads() {
        return threads;
    }

    /** A user error if a stop was asked for. */
    public void requireNotCancelled() {
        cancellation.check();
    }

    /** Runs a statement that returns nothing of interest. */
    public void execute(String sql) {
        query(sql, row -> row);
    }

    /**
     * Runs a statement whose joins keep their right sides in memory, whatever the engine estimates: it takes scans with
     * a schema of ours for small ones. For sessions of {@link #openForQueries}.
     */
    public void executeKeepingRightSides(String sql) {
        execute("SET disabled_optimizers='late_materialization,build_side_probe_side'");
        try {
            execute(sql);
        } finally {
            execute(QUERY_OPTIMIZERS);
        }
    }

    /** Runs a statement and reads its rows into memory; for small results. */
    public <T> List<T> query(String sql, RowReader<T> reader) {
        return run(sql, results -> read(results, reader)).orElse(List.of());
    }

    /** Runs a statement and hands its rows over as they come; nothing is handed over if it has no result. */
    public void stream(String sql, RowSink sink) {
        run(sql, results -> ResultValues.drain(results, sink));
    }

    /** Takes pairs of whole numbers, one after the other. */
    @FunctionalInterface
    public interface PairSink {
        void take(long first, long second);
    }

    /** Runs a query of two BIGINT columns without nulls; for results of any length. */
    public void pairs(String sql, PairSink sink) {
        cancellation.check();
        try (DuckDBPreparedStatement statement = connection.prepare(sql)) {
            Subscription subscription = cancellation.tell(() -> cancelQuietly(statement));
            try (DuckDBChunkedResult result = statement.query()) {
                while (result.nextChunk()) {
                    take(result.chunk(), sink);
                }
            } finally {
                subscription.close();
            }
        } catch (SQLException failure) {
            cancellation.check();
            throw DuckDbErrors.translate(failure);
        }
    }

    private static void take(DuckDBDataChunkReader rows, PairSink sink) {
        DuckDBReadableVector first = rows.vector(0);
        DuckDBReadableVector second = rows.vector(1);
        for (long i = 0; i < rows.rowCount(); i++) {
            sink.take(first.getLong(i), second.getLong(i));
        }
    }

    /** Gives a variable of the engine, for {@code getvariable}, a list of texts; null is an element like others. */
    public void setVariable(String name, List<String> texts) {
        cancellation.check();
        String sql = "SET VARIABLE " + SqlText.identifier(name) + " = ?::VARCHAR[]";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("VARCHAR", texts.toArray()));
            statement.execute();
        } catch (SQLException failure) {
            throw DuckDbErrors.translate(failure);
        }
    }

    /**
     * Defines a function of one BIGINT: true for values that are found, and null or false for others. It is there until
     * the session is closed.
     */
    public void defineSearch(String name, ChunkSearch search) {
        try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction()) {
            function.withName(name)
                    .withParameter(Long.class)
                    .withReturnType(Boolean.class)
                    // Each result that is written costs several calls, and what is not written is null.
                    .withVectorizedFunction((rows, results) ->
                            search.search(ChunkValues.of(rows.vector(0)), row -> results.setBoolean(row, true)))
                    .register(connection);
        } catch (SQLException failure) {
            throw DuckDbErrors.translate(failure);
        }
    }

    private <T> Optional<T> run(String sql, ResultReader<T> reader) {
        cancellation.check();
        try (Statement statement = connection.createStatement()) {
            Subscription subscription = cancellation.tell(() -> cancelQuietly(statement));
            running = statement;
            try {
                return statement.execute(sql) ? Optional.of(read(statement, reader)) : Optional.empty();
            } finally {
                running = null;
                subscription.close();
            }
        } catch (SQLException failure) {
            // A result that is cancelled while it is read fails with words that do not say so.
            cancellation.check();
            throw DuckDbErrors.translate(failure);
        }
    }

    private static <T> T read(Statement statement, ResultReader<T> reader) throws SQLException {
        try (ResultSet results = statement.getResultSet()) {
            return reader.read(results);
        }
    }

    private static <T> List<T> read(ResultSet results, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        Row row = new Row(results);
        while (results.next()) {
            rows.add(reader.read(row));
        }
        return rows;
    }

    @FunctionalInterface
    private interface ResultReader<T> {
        T read(ResultSet results) throws SQLException;
    }

    /**
     * How far a statement is, as the engine estimates it.
     *
     * @param fraction from 0 to 1
     */
    public record Progress(double fraction, long rows) {}

    /** The progress of the statement that runs; empty if there is none or it is not known. */
    public Optional<Progress> progress() {
        Statement statement = running;
        try {
            if (statement instanceof DuckDBPreparedStatement measured) {
                QueryProgress progress = measured.getQueryProgress();
                if (progress.getPercentage() >= 0) {
                    return Optional.of(new Progress(progress.getPercentage() / 100, progress.getRowsProcessed()));
                }
            }
        } catch (SQLException ended) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    DuckDBConnection connection() {
        return connection;
    }

    private static void cancelQuietly(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException alreadyEnded) {
            // There is nothing left to cancel.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw DuckDbErrors.translate(failure);
        }
    }
}
