package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The last look at a lake, kept for those who only read and are content with what was there a while ago: they ask the
 * catalog nothing then. Safe for use by several threads.
 */
public final class RecentLooks {
    private final Lake lake;
    private final InstantSource clock;
    private Kept last;

    public RecentLooks(Lake lake, InstantSource clock) {
        this.lake = requireNonNull(lake, "lake");
        this.clock = requireNonNull(clock, "clock");
    }

    /** @param since when nothing had been asked yet */
    private record Kept(Look look, Instant since) {
        boolean isWithin(Duration age, Instant now) {
            // A clock that was set back proves nothing.
            return !now.isBefore(since) && !now.isAfter(since.plus(age));
        }
    }

    /** A look of which nothing is older than that; a new one if there is none. */
    public synchronized Look atMost(Duration age) {
        Instant now = clock.instant();
        if (last == null || !last.isWithin(age, now)) {
            last = new Kept(new Look(lake), now);
        }
        return last.look();
    }

    /** Forgets what is kept: whoever asks after this sees what was there now, even if somebody is still looking. */
    public synchronized void forget() {
        last = null;
    }
}
