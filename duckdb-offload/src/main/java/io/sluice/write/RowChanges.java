package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.lake.TransactionTable;
import io.sluice.query.TableViews;
import io.sluice.sql.WriteStatement;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.Truncate;
import io.sluice.sql.WriteStatement.Update;

/** Runs statements that change rows. For one thread. */
public final class RowChanges {
    /** The temporary table, as it stands in statements, with what a statement with RETURNING has returned last. */
    public static final String RETURNED = "temp.\"sluice:returned\"";

    private final DuckDbSession session;
    private final TableViews views;
    private final String engine;

    /**
     * Runs statements in an engine.
     *
     * @param session no transaction is open in it while a statement runs
     * @param views see the same transaction of the lake as the targets
     * @param engine name and version of the program, for the table's history
     */
    public RowChanges(DuckDbSession session, TableViews views, String engine) {
        this.session = requireNonNull(session, "session");
        this.views = requireNonNull(views, "views");
        this.engine = requireNonNull(engine, "engine");
    }

    /**
     * Runs a statement: what it has read and changed goes into the target's transaction, all of it or nothing. A
     * statement that fails leaves no file.
     *
     * @param target the table that the statement names
     */
    public Written write(WriteStatement statement, TransactionTable target) {
        target.requireChangeable();
        try (WriteRun run = new WriteRun(session, views, target)) {
            try {
                return statement.accept(new Execution(run, engine));
            } catch (RuntimeException | Error failure) {
                run.discard();
                throw failure;
            }
        }
    }

    private record Execution(WriteRun run, String engine) implements WriteStatement.Visitor<Written> {
        @Override
        public Written insert(Insert insert) {
            return new RowInsertion(run, new Operations(engine)).run(insert);
        }

        @Override
        public Written update(Update update) {
            return new RowUpdate(run, new Operations(engine)).run(update);
        }

        @Override
        public Written delete(Delete delete) {
            return new RowDeletion(run, new Operations(engine)).run(delete);
        }

        @Override
        public Written truncate(Truncate truncate) {
            return new RowDeletion(run, new Operations(engine)).all();
        }

        @Override
        public Written merge(Merge merge) {
            return new RowMerge(run, new Operations(engine)).run(merge);
        }
    }
}
