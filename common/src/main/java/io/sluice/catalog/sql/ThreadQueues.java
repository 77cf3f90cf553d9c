package io.sluice.catalog.sql;

import io.sluice.table.TableId;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * First come, first served among the threads of this process, with one queue for each table. Tables may share a queue:
 * their number is bounded.
 */
final class ThreadQueues {
    private static final int QUEUES = 64;

    private final AtomicReferenceArray<Semaphore> queues = new AtomicReferenceArray<>(QUEUES);

    /** The queue of a table, a number from 0; all processes agree on it. */
    static int queueOf(TableId table) {
        return Math.floorMod(table.value().hashCode(), QUEUES);
    }

    /** Waits for the head of the queue; false if patience or the thread's work ends before. */
    boolean enter(int queue) {
        Semaphore semaphore = queues.updateAndGet(queue, made -> made == null ? new Semaphore(1, true) : made);
        try {
            return semaphore.tryAcquire(Turns.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave(int queue) {
        queues.get(queue).release();
    }
}
