package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long a commit is tried.
 *
 * @param attempts versions that are tried at most
 * @param deliveries how often one proposal is sent at most while no reply comes
 * @param patience time after which no further attempt is begun
 * @param firstPause upper bound of the first pause; it doubles with each further one
 * @param longestPause upper bound of every pause
 */
public record RetryPolicy(int attempts, int deliveries, Duration patience, Duration firstPause, Duration longestPause) {
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(1000, 8, Duration.ofMinutes(2), Duration.ofMillis(2), Duration.ofMillis(500));

    public RetryPolicy {
        if (attempts < 1 || deliveries < 1) {
            throw new IllegalArgumentException("a commit is tried at least once");
        }
        requireNonNull(patience, "patience");
        requireNonNull(firstPause, "firstPause");
        requireNonNull(longestPause, "longestPause");
    }

    /** A pause between nothing and a bound that doubles with each failure ("full jitter"). */
    Duration pauseAfter(int failures, RandomGenerator random) {
        long doubled = firstPause.toNanos() << Math.min(failures - 1, 20);
        long bound = Math.max(1, Math.min(doubled, longestPause.toNanos()));
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
