package io.sluice.catalog.sql;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The queue of writers at a table: courtesy that spares them lost attempts. Who has waited for {@link #PATIENCE} goes
 * on without a turn, and so does who cannot queue: ratification alone decides.
 */
interface Turns extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(5);

    Turn take(TableId table);

    /**
     * A turn at several tables. Everybody takes them in the order of the queues, so that nobody waits for one another,
     * and tables that share a queue take it once.
     */
    default Turn takeAll(List<TableId> tables) {
        Map<Integer, TableId> byQueue = new TreeMap<>();
        tables.forEach(table -> byQueue.putIfAbsent(ThreadQueues.queueOf(table), table));
        Deque<Turn> taken = new ArrayDeque<>();
        byQueue.values().forEach(table -> taken.push(take(table)));
        return () -> taken.forEach(Turn::close);
    }

    @Override
    void close();
}
