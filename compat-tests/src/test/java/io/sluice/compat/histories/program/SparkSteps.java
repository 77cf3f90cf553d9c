package io.sluice.compat.histories.program;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import io.sluice.error.SluiceException;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.session.CommitUnknownException;
import io.sluice.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Does the steps of one transaction in Spark. What a query saw is its result. What a statement that changes rows saw is
 * taken from the state that the transaction has pinned, as in {@link SqlSteps}.
 */
final class SparkSteps implements Doing {
    private final String id;
    private final SparkSession spark;
    private final PinnedStates pinned;
    private boolean over;

    SparkSteps(String id, IsolationLevel level, SparkSession spark, PinnedStates pinned) {
        this.id = id;
        this.spark = spark;
        this.pinned = pinned;
        execute("CALL lake.system.begin(isolation_level => '%s')".formatted(level.text()));
    }

    @Override
    public Done run(int number, Step step) {
        String stamp = Executed.stamp(id, number);
        List<org.apache.spark.sql.Row> rows = execute(StepSql.of(step, stamp));
        TableState before = pinned.of(step.looksAt());
        Done done = new Done(
                step,
                before.columns(),
                step instanceof Step.Look
                        ? rows.stream().map(SparkSteps::row).sorted().toList()
                        : before.seenBy(step));
        Effect effect = step.effect(done.seen(), stamp);
        pinned.apply(step, effect);
        return done;
    }

    private static Row row(org.apache.spark.sql.Row row) {
        return new Row(row.getLong(0), row.getLong(1), row.getString(2));
    }

    @Override
    public Map<String, Long> pins() {
        return pinned.pins();
    }

    @Override
    public Ending commit() {
        over = true;
        try {
            Map<String, Long> versions = new TreeMap<>();
            execute("CALL lake.system.commit()")
                    .forEach(row ->
                            versions.put(TableName.parse(row.getString(0)).table(), row.getLong(1)));
            return Ending.committed(versions);
        } catch (CommitRejectedException rejected) {
            return Ending.rejected(rejected.getMessage());
        } catch (CommitUnknownException unknown) {
            return Ending.UNKNOWN;
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            execute("CALL lake.system.rollback()");
        }
    }

    private List<org.apache.spark.sql.Row> execute(String sql) {
        try {
            return spark.sql(sql).collectAsList();
        } catch (CommitRejectedException | CommitUnknownException outcome) {
            throw outcome;
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SluiceException ours) {
                    throw ours;
                }
            }
            throw failure;
        }
    }
}
