package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.ingest.ProgressListener.Progress;
import java.util.List;

/** Tells a listener how far the engine is, until it is closed. */
final class ProgressWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 100;

    private final Thread thread;
    private final boolean silent;

    ProgressWatch(DuckDbSession session, List<InputFile> files, ProgressListener listener) {
        long bytes = files.stream().mapToLong(InputFile::sizeBytes).sum();
        thread = new Thread(
                () -> {
                    while (sleep()) {
                        session.progress()
                                .ifPresent(now -> listener.progressed(
                                        new Progress(now.fraction(), now.rows(), files.size(), bytes)));
                    }
                },
                "sluice-progress");
        thread.setDaemon(true);
        silent = listener.equals(ProgressListener.SILENT);
    }

    /** Begins to tell. */
    void begin() {
        if (!silent) {
            thread.start();
        }
    }

    private static boolean sleep() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
            return true;
        } catch (InterruptedException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
