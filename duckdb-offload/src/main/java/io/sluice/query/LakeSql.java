package io.sluice.query;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.duckdb.SqlText;
import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs SQL of users over a lake. Each statement sees one state of each table, pinned when the statement begins, and
 * files that it cannot need are not opened. Statements only read. Not safe for use by several threads.
 */
public final class LakeSql implements AutoCloseable {
    private final DuckDbSession session;
    private final TableViews views;

    /**
     * Starts an engine.
     *
     * @param tables asked for everything in a statement that may be the name of a table
     */
    public LakeSql(TableLookup tables, DuckDbSettings settings, Cancellation cancellation) {
        requireNonNull(tables, "tables");
        this.session = DuckDbSession.openForQueries(settings, cancellation);
        this.views = new TableViews(session, name -> tables.find(name).map(VisibleTable::of));
    }

    /** Runs the statements of a script one after the other; each result goes through the sink. */
    public void run(String script, RowSink sink) {
        for (Statement statement : statements(script)) {
            statement.requireReading();
            if (statement.isSetting()) {
                session.execute(statement.text());
            } else {
                inTransaction(statement, sql -> session.stream(sql, sink));
            }
        }
    }

    /**
     * Writes the result of the last statement of a script to a Parquet file; the statements before it only run.
     *
     * @param file is replaced if it is there
     */
    public void writeParquet(String script, Path file) {
        List<Statement> statements = statements(script);
        for (Statement statement : statements.subList(0, statements.size() - 1)) {
            statement.requireReading();
            session.execute(statement.text());
        }
        Statement last = statements.get(statements.size() - 1);
        last.requireReading();
        inTransaction(
                last,
                sql -> session.execute("COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
                        .formatted(exact(sql), SqlText.literal(file.toString()))));
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
    private void inTransaction(Statement statement, StatementRunner runner) {
        session.execute("BEGIN TRANSACTION");
        try {
            runner.run(views.prepare(statement));
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

    DuckDbSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }

    @FunctionalInterface
    private interface StatementRunner {
        void run(String sql);
    }
}
