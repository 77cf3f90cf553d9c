package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.RatifiedCommit;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.table.TableVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the ratified commits of one table, in order. Source: Delta protocol, "Publishing Commits".
 *
 * <p>Everyone publishes what he finds unpublished before he publishes his own, so published files have no gaps: if one
 * is there, all before it are. The catalog keeps a commit's content until it is told that the commit is published, and
 * is told only what this process knows to have reached the device. Safe for use by several threads.
 */
final class Publisher {
    /** So many commits, or bytes of them, may wait in the catalog before somebody looks whether they are published. */
    private static final int BACKLOG_COMMITS = 32;

    private static final long BACKLOG_BYTES = 256 << 10;

    /** How long the publishing of a fresh commit is left to the process that has made it. */
    private static final Duration COURTESY = Duration.ofSeconds(1);

    /** Short, and all of one length: whoever sleeps past the moment holds up all who come after him. */
    private static final long PAUSE_NANOS = 300_000;

    private static final int PAUSES = 80;

    private final CommitStore commits;
    private final InstantSource clock;
    /** Every commit up to this version is durably published; -1 if nothing is known. */
    private final AtomicLong durable = new AtomicLong(-1);
    /** Whoever waits for it finds his commit published by another thread, more often than not. */
    private final Object oneAtATime = new Object();

    /** Versions that threads of this process have ratified and are about to publish. */
    private final NavigableSet<Long> claimed = new ConcurrentSkipListSet<>();

    Publisher(CommitStore commits, InstantSource clock) {
        this.commits = requireNonNull(commits, "commits");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Notes that this process has ratified a version. */
    void claim(TableVersion version) {
        claimed.add(version.number());
    }

    /** What the catalog may be told; empty if nothing is known. */
    Optional<TableVersion> durable() {
        long version = durable.get();
        return version < 0 ? Optional.empty() : Optional.of(new TableVersion(version));
    }

    /**
     * Publishes one commit and whatever of the earlier ones is not published.
     *
     * @param earlier the commits before it, oldest first and without gaps: all that the catalog does not know to be
     *     published, and possibly more
     */
    void publish(List<RatifiedCommit> earlier, TableVersion version, CommitContent content) {
        synchronized (oneAtATime) {
            if (version.number() > durable.get()) {
                publishMissing(earlier);
                commits.publish(version, content);
                know(version);
            }
        }
    }

    /** Publishes what is not published, and makes sure that the last commit has reached the device. */
    void publishAll(List<RatifiedCommit> unpublished) {
        synchronized (oneAtATime) {
            publishMissing(unpublished);
            if (!unpublished.isEmpty()) {
                RatifiedCommit last = unpublished.get(unpublished.size() - 1);
                if (!isKnown(last)) {
                    commits.publish(last.version(), last.content().orElseThrow());
                    know(last.version());
                }
            }
        }
    }

    /** Whether the catalog holds so much that it should be told what is published. */
    boolean isBacklog(List<RatifiedCommit> commitsOfTip) {
        int waiting = 0;
        long bytes = 0;
        for (RatifiedCommit commit : commitsOfTip) {
            if (commit.version().number() > durable.get() && commit.content().isPresent()) {
                waiting++;
                bytes += commit.content().get() instanceof Inline inline ? inline.bytes().length : 0;
            }
        }
        return waiting >= BACKLOG_COMMITS || bytes >= BACKLOG_BYTES;
    }

    private void publishMissing(List<RatifiedCommit> ratified) {
        int first = ratified.size();
        if (first == 0 || isThereSoon(ratified.get(first - 1))) {
            return;
        }
        while (first > 0 && !isThere(ratified.get(first - 1))) {
            first--;
        }
        for (RatifiedCommit commit : ratified.subList(first, ratified.size())) {
            commits.publish(commit.version(), commit.content().orElseThrow());
            know(commit.version());
        }
    }

    /**
     * Whether a commit is published, or is so before long because another process is at it. To do its work a second
     * time would cost more than the wait, which ends after some milliseconds.
     */
    private boolean isThereSoon(RatifiedCommit commit) {
        for (int i = 0; i < PAUSES; i++) {
            if (isThere(commit)) {
                return true;
            }
            Duration age = Duration.between(commit.summary().committedAt(), clock.instant());
            if (claimed.contains(commit.version().number()) || age.compareTo(COURTESY) > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return isThere(commit);
    }

    private boolean isThere(RatifiedCommit commit) {
        return isKnown(commit) || commits.isPublished(commit.version());
    }

    private boolean isKnown(RatifiedCommit commit) {
        return commit.content().isEmpty() || commit.version().number() <= durable.get();
    }

    private void know(TableVersion version) {
        durable.accumulateAndGet(version.number(), Math::max);
        claimed.headSet(version.number(), true).clear();
    }
}
