package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.storage.Creation;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableVersion;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the checkpoints of one table when they are due. A checkpoint saves readers time and is nothing else: whatever
 * goes wrong with one harms nobody.
 *
 * <p>Only every {@code interval}-th version can be due, and it is left to the process that has committed it; so no
 * process has to find out what the others do. It is due if the commits since the last checkpoint are at least a tenth
 * of the actions in that: what checkpoints cost then stays in proportion to what the commits have cost, and what a
 * reader reads after a checkpoint in proportion to the checkpoint.
 */
final class Checkpointer {
    private static final int COMMITS_PER_ACTION = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final DeltaLog log;
    private final Storage storage;
    private final InstantSource clock;
    private final AtomicBoolean busy = new AtomicBoolean();

    Checkpointer(DeltaLog log, Storage storage, InstantSource clock) {
        this.log = requireNonNull(log, "log");
        this.storage = requireNonNull(storage, "storage");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Like {@link #writeIfDue}, in the background. Does nothing if the checkpoint of an earlier version is still being
     * written: a later one will do.
     */
    void scheduleIfDue(TableVersion version, int interval, Executor background) {
        if (!isCandidate(version, interval) || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            background.execute(() -> {
                try {
                    writeIfDue(version, interval);
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException closing) {
            busy.set(false);
        }
    }

    private static boolean isCandidate(TableVersion version, int interval) {
        return version.number() > 0 && version.number() % interval == 0;
    }

    /**
     * Writes the checkpoint of a version if it is due and the version is published. Never throws.
     *
     * @param interval commits between two checkpoints at least
     * @return whether a checkpoint was written
     */
    boolean writeIfDue(TableVersion version, int interval) {
        try {
            return isDue(version, interval) && write(version);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "Version {} of the table in {} gets no checkpoint; the next one will do",
                    version,
                    log.files().table(),
                    failure);
            return false;
        }
    }

    private boolean isDue(TableVersion version, int interval) {
        if (!isCandidate(version, interval)
                || storage.stat(log.files().commit(version)).isEmpty()) {
            return false;
        }
        Optional<LastCheckpoint> last = log.checkpoints().last();
        long commits =
                version.number() - last.map(found -> found.version().number()).orElse(0L);
        long actions = last.map(LastCheckpoint::actions).orElse(0L);
        return commits >= Math.max(interval, actions / COMMITS_PER_ACTION);
    }

    /** Writes the checkpoint of a published version. */
    boolean write(TableVersion version) {
        TableState state = log.published(version).state();
        Optional<CheckpointWriter.Content> content = CheckpointWriter.write(state, clock.instant());
        if (content.isEmpty()) {
            LOG.warn(
                    "Version {} of the table in {} gets no checkpoint: its {} files need more than one file of 2 GB",
                    version,
                    log.files().table(),
                    state.files().count());
            return false;
        }
        byte[] bytes = content.get().bytes();
        String location = log.files().checkpoint(LogFiles.checkpointName(version, UUID.randomUUID()));
        if (storage.create(location, bytes) != Creation.CREATED) {
            return false;
        }
        Optional<LastCheckpoint> last = log.checkpoints().last();
        if (last.isEmpty() || version.isAfter(last.get().version())) {
            storage.write(
                    log.files().lastCheckpoint(),
                    LastCheckpoint.write(
                            version,
                            content.get().actions(),
                            state.files().count(),
                            new StoredFile(location, bytes.length, clock.millis())));
        }
        return true;
    }
}
