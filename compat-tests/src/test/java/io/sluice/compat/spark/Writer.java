package io.sluice.compat.spark;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.judge.SharedSpark;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.OpenSession;
import io.sluice.compat.process.RowTexts;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.lake.Lake;
import io.sluice.session.StatementEnd;
import io.sluice.spark.session.CommitRejectedException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Somebody who runs statements and transactions in a lake, with one engine or another. */
public interface Writer extends AutoCloseable {
    void begin(IsolationLevel level);

    /** Runs a statement; the rows of its result as texts, {@code [1,a]}. */
    List<String> run(String statement);

    /** Commits the transaction; what is said if it is rejected. */
    Optional<String> commit();

    @Override
    void close();

    /** A session of Spark with the connector. */
    record Spark(SparkSession session) implements Writer {
        public static Spark in(String lake) {
            SparkSession session = SharedSpark.session().newSession();
            session.conf().set("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog");
            session.conf().set("spark.sql.catalog.lake.lake", lake);
            session.sql("USE lake");
            return new Spark(session);
        }

        @Override
        public void begin(IsolationLevel level) {
            session.sql("CALL lake.system.begin(isolation_level => '%s')".formatted(level.text()));
        }

        @Override
        public List<String> run(String statement) {
            return session.sql(statement).collectAsList().stream()
                    .map(Row::toString)
                    .toList();
        }

        @Override
        public Optional<String> commit() {
            try {
                session.sql("CALL lake.system.commit()");
                return Optional.empty();
            } catch (CommitRejectedException rejected) {
                return Optional.of(rejected.getMessage());
            }
        }

        @Override
        public void close() {
            // The session goes with the process.
        }
    }

    /** A session of Sluice's own SQL, with a connection to the catalog of its own. */
    record Sql(Lake lake, OpenSession session) implements Writer {
        public static Sql in(String uri) {
            Lake lake = OpenLake.at(uri);
            return new Sql(lake, OpenSession.over(lake, DuckDbSettings.DEFAULT));
        }

        /** The versions of a table, newest first. */
        public List<Long> versions(String table) {
            return run("DESCRIBE HISTORY " + table).stream()
                    .map(line -> Long.valueOf(line.substring(1, line.indexOf(','))))
                    .toList();
        }

        @Override
        public void begin(IsolationLevel level) {
            boolean strict = level == IsolationLevel.SERIALIZABLE;
            run("BEGIN ISOLATION LEVEL " + (strict ? "SERIALIZABLE" : "WRITE SERIALIZABLE"));
        }

        @Override
        public List<String> run(String statement) {
            RowTexts rows = new RowTexts();
            session.run(statement, rows);
            return rows.texts();
        }

        @Override
        public Optional<String> commit() {
            StatementEnd end = session.attempt("COMMIT", new RowTexts());
            return end instanceof StatementEnd.Rejected rejected ? Optional.of(rejected.message()) : Optional.empty();
        }

        @Override
        public void close() {
            session.close();
            lake.close();
        }
    }
}
