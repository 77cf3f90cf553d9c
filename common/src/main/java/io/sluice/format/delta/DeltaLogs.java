package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all tables of a format share: threads that read logs, one that works in the background, and the states that were
 * read last.
 */
final class DeltaLogs implements AutoCloseable {
    private static final int MOST_TABLES = 100;
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** What is in the background can be left undone, but is worth a moment at the end of a short run. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    private final ThreadPoolExecutor readers;
    private final ThreadPoolExecutor background;
    private final SnapshotCache cache;

    DeltaLogs(SnapshotCache cache, int threads) {
        this.cache = requireNonNull(cache, "cache");
        readers = threads(threads, "sluice-delta-log");
        background = threads(1, "sluice-delta-background");
    }

    private static ThreadPoolExecutor threads(int most, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** For this machine: up to a quarter of the heap is given to cached states. */
    static DeltaLogs create() {
        Runtime machine = Runtime.getRuntime();
        return new DeltaLogs(
                new SnapshotCache(MOST_TABLES, machine.maxMemory() / 4), Math.max(2, machine.availableProcessors()));
    }

    Executor readers() {
        return readers;
    }

    /** Does one thing after the other. Refuses work once this is closed. */
    Executor background() {
        return background;
    }

    SnapshotCache cache() {
        return cache;
    }

    /** Finishes what is in the background, for a bounded time. */
    @Override
    public void close() {
        background.shutdown();
        try {
            if (!background.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
        readers.shutdownNow();
    }
}
