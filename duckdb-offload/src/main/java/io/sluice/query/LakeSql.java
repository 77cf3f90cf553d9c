package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowReader;
import io.sluice.duckdb.RowSink;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs queries of users over a lake. Each statement sees one state of each table, and files that it cannot need are not
 * opened. Not safe for use by several threads.
 */
public final class LakeSql implements AutoCloseable {
    private final DuckDbSession session;
    private final TableViews views;

    /**
     * Starts an engine for which every statement sees the last states.
     *
     * @param tables asked for everything in a statement that may be the name of a table
     */
    public LakeSql(TableLookup tables, DuckDbSettings settings, Cancellation cancellation) {
        this(settings, cancellation, name -> tables.find(name).map(VisibleTable::of));
    }

    private LakeSql(DuckDbSettings settings, Cancellation cancellation, VisibleTables tables) {
        requireNonNull(tables, "tables");
        this.session = DuckDbSession.openForQueries(settings, cancellation);
        this.views = new TableViews(session, tables);
    }

    /**
     * Starts an engine for which statements see what somebody else decides.
     *
     * @param tables asked for everything in a statement that may be the name of a table
     */
    public static LakeSql over(VisibleTables tables, DuckDbSettings settings, Cancellation cancellation) {
        return new LakeSql(settings, cancellation, tables);
    }

    /** Runs the statements of a script one after the other; each result goes through the sink. */
    public void run(String script, RowSink sink) {
        statements(script).forEach(statement -> run(statement, sink));
    }

    /** Runs one statement that reads, or changes the engine's session; a user error for any other. */
    public void run(Span query, RowSink sink) {
        run(Statement.of(query), sink);
    }

    private void run(Statement statement, RowSink sink) {
        statement.requireReading();
        if (statement.isSetting()) {
            session.execute(statement.text());
        } else {
            inTransaction(statement, sql -> {
                session.stream(sql, sink);
                return sink;
            });
        }
    }

    /** Runs a query that is partly the user's, for a small result. */
    public <T> List<T> query(ComposedSql query, RowReader<T> reader) {
        Statement statement = Statement.split(query.text()).get(0);
        try {
            return inTransaction(statement, sql -> session.query(sql, reader));
        } catch (SluiceException failure) {
            throw query.explained(failure);
        }
    }

    /** Whether the statement only changes the engine's session, and has no result. */
    public static boolean isSetting(Span query) {
        return Statement.of(query).isSetting();
    }

    /**
     * Writes the result of a query to a Parquet file.
     *
     * @param file is replaced if it is there
     */
    public void writeParquet(Span query, Path file) {
        Statement statement = Statement.of(query);
        statement.requireReading();
        inTransaction(statement, sql -> {
            session.execute("COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
                    .formatted(exact(sql), SqlText.literal(file.toString())));
            return file;
        });
    }

    private static List<Statement> statements(String script) {
        List<Statement> statements = Statement.split(script);
        if (statements.isEmpty()) {
            throw SluiceException.user("there is no statement to run: write, for example, 'SELECT 1'");
        }
        return statements;
    }

    /** Sums of whole numbers are wider than any Parquet number, and would become inexact ones. */
    private String exact(String sql) {
        List<String> wide = new ArrayList<>();
        for (ResultColumn column : describe(sql)) {
            if (column.type().equals("HUGEINT") || column.type().equals("UHUGEINT")) {
                String name = SqlText.identifier(column.name());
                wide.add("CAST(%s AS DECIMAL(38,0)) AS %s".formatted(name, name));
            }
        }
        return wide.isEmpty() ? sql : "SELECT * REPLACE (%s) FROM (%s\n)".formatted(String.join(", ", wide), sql);
    }

    private List<ResultColumn> describe(String sql) {
        return session.query("DESCRIBE " + sql, row -> new ResultColumn(row.text(1), row.text(2)));
    }

    /** The views of one statement live in its transaction, which is never committed. */
    private <T> T inTransaction(Statement statement, StatementRunner<T> runner) {
        session.execute("BEGIN TRANSACTION");
        try {
            return runner.run(views.prepare(statement));
        } catch (SluiceException failure) {
            throw explained(failure, statement);
        } finally {
            rollBack();
        }
    }

    private void rollBack() {
        try {
            session.execute("ROLLBACK");
        } catch (SluiceException cancelled) {
            // Nothing runs in this session any more, and nothing of it is kept.
        }
    }

    private static SluiceException explained(SluiceException failure, Statement statement) {
        if (failure.kind() != SluiceException.Kind.USER) {
            return failure;
        }
        String message = statement.withScriptLines(failure.getMessage());
        boolean missing = message.startsWith("Table with name") && message.contains("does not exist");
        String hint = missing ? "\n\n'sluice tables' lists the tables of the lake." : "";
        return SluiceException.user(message + hint, failure);
    }

    /** The views through which the engine sees the tables. */
    public TableViews views() {
        return views;
    }

    /** The engine. */
    public DuckDbSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }

    @FunctionalInterface
    private interface StatementRunner<T> {
        T run(String sql);
    }
}
