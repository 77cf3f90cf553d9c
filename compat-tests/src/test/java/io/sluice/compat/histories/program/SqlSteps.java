package io.sluice.compat.histories.program;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.session.QueryResult;
import io.sluice.session.SessionOutput;
import io.sluice.session.SqlSession;
import io.sluice.session.StatementEnd;
import io.sluice.session.StatementReport;
import io.sluice.sql.SqlScript;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.write.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Does the steps of one transaction as SQL. What a query saw is its result. What a statement that changes rows saw is
 * taken from the state that the transaction has pinned, as asking for it within the transaction would be one more read:
 * the statement's own counts have to agree, and whether its rows are right shows when others read them.
 */
final class SqlSteps implements Doing {
    private final String id;
    private final SqlSession session;
    private final PinnedStates pinned;

    SqlSteps(String id, IsolationLevel level, SqlSession session, PinnedStates pinned) {
        this.id = id;
        this.session = session;
        this.pinned = pinned;
        execute("BEGIN ISOLATION LEVEL " + (level == IsolationLevel.SERIALIZABLE ? "" : "WRITE ") + "SERIALIZABLE");
    }

    @Override
    public Done run(int number, Step step) {
        String stamp = Executed.stamp(id, number);
        Taken taken = execute(StepSql.of(step, stamp));
        TableState before = pinned.of(step.looksAt());
        Done done = new Done(step, before.columns(), step instanceof Step.Look ? taken.rows : before.seenBy(step));
        Effect effect = step.effect(done.seen(), stamp);
        requireCounts(step, done, effect, taken);
        pinned.apply(step, effect);
        return done;
    }

    private static void requireCounts(Step step, Done done, Effect effect, Taken taken) {
        for (StatementReport report : taken.reports) {
            if (report.rows().isPresent()) {
                Written rows = report.rows().get();
                long removed = rows.updated() + rows.deleted();
                long added = rows.updated() + rows.inserted();
                if (removed != effect.removed().size()
                        || added != effect.added().size()) {
                    throw new IllegalStateException("%s saw %s and says %s".formatted(step, done.seen(), rows));
                }
            }
        }
    }

    @Override
    public Map<String, Long> pins() {
        return pinned.pins();
    }

    @Override
    public Ending commit() {
        Taken taken = new Taken();
        StatementEnd end = session.run(SqlScript.parseOne("COMMIT"), taken);
        if (end instanceof StatementEnd.Rejected rejected) {
            return Ending.rejected(rejected.message());
        } else if (end instanceof StatementEnd.Unknown) {
            return Ending.UNKNOWN;
        }
        Map<String, Long> versions = new TreeMap<>();
        for (Map.Entry<TableName, TableVersion> version :
                taken.reports.get(0).versions().entrySet()) {
            versions.put(version.getKey().table(), version.getValue().number());
        }
        return Ending.committed(versions);
    }

    @Override
    public void close() {
        if (session.isInTransaction()) {
            execute("ROLLBACK");
        }
    }

    private Taken execute(String sql) {
        Taken taken = new Taken();
        StatementEnd end = session.run(SqlScript.parseOne(sql), taken);
        if (!(end instanceof StatementEnd.Done)) {
            throw new IllegalStateException(sql + " ended as " + end);
        }
        return taken;
    }

    /** What a statement gave back. */
    private static final class Taken implements SessionOutput, RowSink {
        private final List<Row> rows = new ArrayList<>();
        private final List<StatementReport> reports = new ArrayList<>();

        @Override
        public void query(QueryResult result) {
            result.stream(this);
        }

        @Override
        public void report(StatementReport report) {
            reports.add(report);
        }

        @Override
        public void begin(List<ResultColumn> columns) {
            // They are those that were asked for.
        }

        @Override
        public void row(List<Object> values) {
            rows.add(new Row(((Number) values.get(0)).longValue(), ((Number) values.get(1)).longValue(), (String)
                    values.get(2)));
        }

        @Override
        public void end() {
            // All rows are there.
        }
    }
}
