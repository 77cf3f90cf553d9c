package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How often and how long a statement is run again that was rejected because of what others have committed.
 *
 * @param most runs after the first
 * @param patience time after which no further run is begun
 * @param firstPause upper bound of the first pause; it doubles with each further one, up to 2 seconds
 * @param clock tells the time
 * @param random gives the pauses their length
 */
public record Reruns(int most, Duration patience, Duration firstPause, InstantSource clock, RandomGenerator random) {
    public static final Reruns DEFAULT = new Reruns(
            20, Duration.ofMinutes(2), Duration.ofMillis(20), InstantSource.system(), RandomGenerator.getDefault());

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    public Reruns {
        requireNonNull(patience, "patience");
        requireNonNull(firstPause, "firstPause");
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
    }

    /**
     * Waits before the next run; false if there should be none.
     *
     * @param done runs so far, the first one included
     * @param begun when the first one began
     */
    boolean pauseAfter(int done, Instant begun) {
        if (done > most || clock.instant().isAfter(begun.plus(patience))) {
            return false;
        }
        long doubled = firstPause.toNanos() << Math.min(done - 1, 20);
        long bound = Math.max(1, Math.min(doubled, LONGEST_PAUSE.toNanos()));
        try {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(bound));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SluiceException.external(
                    "the statement was interrupted while it waited to be run again", interrupted);
        }
    }
}
