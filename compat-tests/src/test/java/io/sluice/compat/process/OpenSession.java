package io.sluice.compat.process;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.RowSink;
import io.sluice.lake.Lake;
import io.sluice.lake.Pins;
import io.sluice.session.LakeSource;
import io.sluice.session.QueryResult;
import io.sluice.session.SessionOutput;
import io.sluice.session.SessionSettings;
import io.sluice.session.SqlSession;
import io.sluice.session.StatementEnd;
import io.sluice.session.StatementReport;
import io.sluice.sql.SqlScript;
import io.sluice.sql.SqlStatement;
import java.util.Optional;

/** A session of SQL over a lake, as the command line has one. */
public final class OpenSession implements AutoCloseable {
    private final SqlSession session;

    private OpenSession(SqlSession session) {
        this.session = session;
    }

    public static OpenSession over(Lake lake, DuckDbSettings engine) {
        return over(lake, engine, SessionSettings.DEFAULT);
    }

    public static OpenSession over(Lake lake, DuckDbSettings engine, SessionSettings settings) {
        return new OpenSession(new SqlSession(new OneLake(lake), settings, engine, new Cancellation()));
    }

    /**
     * Runs statements; the rows of each result go through the sink. An {@code IllegalStateException} unless all is
     * done.
     */
    public void run(String script, RowSink sink) {
        StatementEnd end = attempt(script, sink);
        if (!(end instanceof StatementEnd.Done)) {
            throw new IllegalStateException(script + ": " + end);
        }
    }

    /** Runs statements up to the first one that does not end well. */
    public StatementEnd attempt(String script, RowSink sink) {
        StatementEnd end = new StatementEnd.Done();
        for (SqlStatement statement : SqlScript.parse(script)) {
            end = session.run(statement, new Rows(sink));
            if (!(end instanceof StatementEnd.Done)) {
                return end;
            }
        }
        return end;
    }

    /** The versions that were read so far. */
    public Pins pins() {
        return session.pins();
    }

    @Override
    public void close() {
        session.close();
    }

    private record Rows(RowSink sink) implements SessionOutput {
        @Override
        public void query(QueryResult result) {
            result.stream(sink);
        }

        @Override
        public void report(StatementReport report) {}
    }

    private record OneLake(Lake lake) implements LakeSource {
        @Override
        public Optional<Lake> existing() {
            return Optional.of(lake);
        }

        @Override
        public Lake made() {
            return lake;
        }
    }
}
