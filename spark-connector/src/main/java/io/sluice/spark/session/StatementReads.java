package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.lake.LakeUri;
import io.sluice.table.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;

/**
 * What running statements have read, so that a statement's commit is checked against all of it: the tables that it
 * changes and those that it only reads.
 *
 * <p>Spark plans the scans of a statement and commits its write in one SQL execution, but tells neither of the other.
 * The execution's number, a local property of the thread and of those it starts, is what they have in common. Scans put
 * their reads in when they plan; the commit looks them up. They are forgotten when the execution ends. Safe for use by
 * several threads.
 */
final class StatementReads {
    /** Beyond this, the oldest execution has ended unnoticed: Spark drops events when its listeners are slow. */
    private static final int MAX_EXECUTIONS = 10_000;

    private static final String ROOT_EXECUTION = "spark.sql.execution.root.id";
    private static final String EXECUTION = "spark.sql.execution.id";

    private static final Map<SparkContext, StatementReads> APPLICATIONS = new WeakHashMap<>();

    private final Map<Long, Map<LakeUri, Map<TableName, TableRead>>> reads = new LinkedHashMap<>();

    private StatementReads() {}

    /** Those of the statements of that application. */
    static StatementReads of(SparkContext context) {
        requireNonNull(context, "context");
        synchronized (APPLICATIONS) {
            return APPLICATIONS.computeIfAbsent(context, StatementReads::listening);
        }
    }

    private static StatementReads listening(SparkContext context) {
        StatementReads reads = new StatementReads();
        context.addSparkListener(new SparkListener() {
            @Override
            public void onOtherEvent(SparkListenerEvent event) {
                if (event instanceof SparkListenerSQLExecutionEnd end) {
                    reads.forget(end.executionId());
                }
            }
        });
        return reads;
    }

    /** The SQL execution that the calling thread works for; empty if it works for none. */
    static Optional<Long> currentExecution(SparkContext context) {
        String root = context.getLocalProperty(ROOT_EXECUTION);
        String id = root == null ? context.getLocalProperty(EXECUTION) : root;
        return Optional.ofNullable(id).map(Long::valueOf);
    }

    void note(long execution, LakeUri lake, TableName table, TableRead read) {
        synchronized (reads) {
            reads.computeIfAbsent(execution, id -> new LinkedHashMap<>())
                    .computeIfAbsent(lake, uri -> new TreeMap<>())
                    .merge(table, read, TableRead::and);
            if (reads.size() > MAX_EXECUTIONS) {
                reads.remove(reads.keySet().iterator().next());
            }
        }
    }

    /** What the execution has read of the tables of that lake so far. */
    Map<TableName, TableRead> of(long execution, LakeUri lake) {
        synchronized (reads) {
            return Map.copyOf(reads.getOrDefault(execution, Map.of()).getOrDefault(lake, Map.of()));
        }
    }

    private void forget(long execution) {
        synchronized (reads) {
            reads.remove(execution);
        }
    }
}
