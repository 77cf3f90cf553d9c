package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request to stop, made once from any thread. Work that can stop asks for it, or has itself told. Thread-safe. */
public final class Cancellation {
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private boolean cancelled;

    /** Asks for a stop. Listeners are called by this thread, the first time only. */
    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = new ArrayList<>(listeners);
        }
        told.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** A user error if a stop was asked for. */
    public void check() {
        if (isCancelled()) {
            throw SluiceException.user("cancelled: nothing was committed");
        }
    }

    /** Has a listener told until the subscription is closed; at once if a stop was asked for already. */
    public Subscription tell(Runnable listener) {
        boolean already;
        synchronized (this) {
            already = cancelled;
            listeners.add(listener);
        }
        if (already) {
            listener.run();
        }
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    /** Ends when it is closed. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
