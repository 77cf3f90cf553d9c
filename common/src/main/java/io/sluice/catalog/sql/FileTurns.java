package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns among processes at one folder: the one that has locked a table's byte of a file is at its head. Locks end with
 * their process. A lock cannot be waited for with a bound, so it is asked for again and again, at random moments.
 */
final class FileTurns implements Turns {
    private static final long SHORTEST_PAUSE_NANOS = 50_000;
    private static final long LONGEST_PAUSE_NANOS = 500_000;

    private final Path file;
    private final ThreadQueues threads = new ThreadQueues();
    private FileChannel channel;

    FileTurns(Path file) {
        this.file = requireNonNull(file, "file");
    }

    @Override
    public Turn take(TableId table) {
        int queue = ThreadQueues.queueOf(table);
        if (!threads.enter(queue)) {
            return Turn.FREE;
        }
        FileLock lock = awaitLock(queue);
        return () -> {
            release(lock);
            threads.leave(queue);
        };
    }

    /** The lock, or null if it is not to be had. */
    private FileLock awaitLock(int queue) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            // An interrupt would close the channel under those who hold locks of it.
            while (!Thread.currentThread().isInterrupted()) {
                FileLock lock = tryLock(queue);
                if (lock != null || System.nanoTime() - deadline > 0) {
                    return lock;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
            }
        } catch (IOException cannotQueue) {
            // A file system without locks, or a folder without space for an empty file.
        }
        return null;
    }

    private FileLock tryLock(int queue) throws IOException {
        try {
            return openChannel().tryLock(queue, 1, false);
        } catch (OverlappingFileLockException heldByAnotherCatalogInThisProcess) {
            return null;
        }
    }

    private synchronized FileChannel openChannel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        return channel;
    }

    private static void release(FileLock lock) {
        try {
            if (lock != null && lock.isValid()) {
                lock.release();
            }
        } catch (IOException closedAlready) {
            // The lock has gone with its channel.
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Nothing was written to the file.
        }
    }
}
