package io.sluice.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does: stops the work that runs, and lets the process end only when that work has cleaned up behind itself
 * and said how it ended. Java ends such a process with 128 + the number of the signal (130 for Ctrl-C).
 */
final class Interrupt {
    /**
     * Work that does not stop within this time is left behind; nothing of it is visible before it is committed. Long
     * enough for a busy device that has to take what was written so far.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile Runnable stop = Interrupt::nothing;

    private static void nothing() {}

    /** Listens for the signals that end this process. */
    static Interrupt ofProcess() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::request, "interrupt"));
        return interrupt;
    }

    /** Stops the running work, and waits until {@link #finished} or patience ends. */
    void request() {
        if (finished.getCount() == 0) {
            return;
        }
        requested = true;
        stop.run();
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("sluice: the work did not stop in time and is left behind");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs work that {@code stopWork}, called from another thread, makes end early. */
    <T> T guard(Runnable stopWork, Work<T> work) {
        stop = stopWork;
        try {
            if (requested) {
                stopWork.run();
            }
            return work.run();
        } finally {
            stop = Interrupt::nothing;
        }
    }

    boolean requested() {
        return requested;
    }

    /** The process has nothing more to do. */
    void finished() {
        finished.countDown();
    }

    /** Something that takes time and has a result. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }
}
