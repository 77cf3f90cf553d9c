package io.sluice.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Places files by hard link. On file systems without hard links (exFAT, some network shares) it renames, with a lock on
 * a hidden file of the folder between the look at the target and the rename; the operating system frees the lock if the
 * process ends.
 */
final class HardLinkPlacement implements LocalStorage.Placement {
    static final String LOCK = ".sluice-create.lock";
    /** Locks of the operating system belong to the process, so threads need one of their own. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    /** Creates a hard link as {@link Files#createLink} does. */
    interface Linker {
        void link(Path link, Path existing) throws IOException;
    }

    private final Linker linker;

    HardLinkPlacement(Linker linker) {
        this.linker = requireNonNull(linker, "linker");
    }

    @Override
    public Creation place(Path file, Path target) throws IOException {
        try {
            linker.link(target, file);
            return Creation.CREATED;
        } catch (FileAlreadyExistsException taken) {
            return Creation.EXISTS;
        } catch (NoSuchFileException | AccessDeniedException failure) {
            throw failure;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            return renameUnderLock(file, target);
        }
    }

    private static Creation renameUnderLock(Path file, Path target) throws IOException {
        Path lockFile = target.resolveSibling(LOCK);
        IN_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            requireNonNull(lock, "lock");
            if (Files.exists(target)) {
                return Creation.EXISTS;
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            return Creation.CREATED;
        } finally {
            IN_PROCESS.unlock();
        }
    }
}
