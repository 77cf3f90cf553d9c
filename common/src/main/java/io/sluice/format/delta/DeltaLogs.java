package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What all tables of a format share: threads that read logs, and the states that were read last. */
final class DeltaLogs implements AutoCloseable {
    private static final int MOST_TABLES = 100;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final ThreadPoolExecutor readers;
    private final SnapshotCache cache;

    DeltaLogs(SnapshotCache cache, int threads) {
        this.cache = requireNonNull(cache, "cache");
        readers = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sluice-delta-log");
                    thread.setDaemon(true);
                    return thread;
                });
        readers.allowCoreThreadTimeOut(true);
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

    SnapshotCache cache() {
        return cache;
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
