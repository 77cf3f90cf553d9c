package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.ingest.ProgressListener.Progress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a listener how far the engine is, until it is closed; nothing is told afterwards. */
final class ProgressWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 100;
    /** A listener that takes longer than this is left behind. */
    private static final long PATIENCE_MILLIS = 60_000;

    private final DuckDbSession session;
    private final ProgressListener listener;
    private final int files;
    private final long bytes;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "sluice-progress");

    ProgressWatch(DuckDbSession session, List<InputFile> files, ProgressListener listener) {
        this.session = session;
        this.listener = listener;
        this.files = files.size();
        this.bytes = files.stream().mapToLong(InputFile::sizeBytes).sum();
        thread.setDaemon(true);
    }

    /** Begins to tell. */
    void begin() {
        if (!listener.equals(ProgressListener.SILENT)) {
            thread.start();
        }
    }

    private void watch() {
        try {
            while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                session.progress()
                        .ifPresent(now -> listener.progressed(new Progress(now.fraction(), now.rows(), files, bytes)));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
