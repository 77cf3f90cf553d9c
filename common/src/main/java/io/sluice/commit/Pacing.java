package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Time and chance as a committer sees them, so that tests can supply both. */
public record Pacing(InstantSource clock, RandomGenerator random, Sleeper sleeper) {
    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public Pacing {
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
        requireNonNull(sleeper, "sleeper");
    }

    /** The system's clock, a random generator of its own, and real waiting. */
    public static Pacing system() {
        return new Pacing(
                InstantSource.system(),
                RandomGenerator.getDefault(),
                duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
    }

    void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SluiceException.external("the commit was interrupted while it waited for its turn", interrupted);
        }
    }
}
