package io.sluice.write;

import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Data files in a table's folder that no commit names yet. */
public final class StagedFiles {
    private StagedFiles() {}

    /** Makes the folder of a table; a user error if it cannot be written to. */
    public static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (AccessDeniedException denied) {
            throw readOnly(Path.of(denied.getFile()), denied);
        } catch (FileSystemException failure) {
            throw String.valueOf(failure.getReason()).contains("Read-only")
                    ? readOnly(folder, failure)
                    : SluiceException.external("the folder %s cannot be made: %s".formatted(folder, failure), failure);
        } catch (IOException failure) {
            throw SluiceException.external("the folder %s cannot be made: %s".formatted(folder, failure), failure);
        }
        if (!Files.isWritable(folder)) {
            throw readOnly(folder, null);
        }
    }

    private static SluiceException readOnly(Path folder, Exception cause) {
        return SluiceException.user(
                "the folder %s cannot be written to: check its permissions and those of the lake".formatted(folder),
                cause);
    }

    /** Returns when the files and their names have reached the device. */
    public static void sync(Path folder, List<WrittenFile> files) {
        try {
            for (WrittenFile file : files) {
                try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            if (!files.isEmpty()) {
                try (FileChannel channel = FileChannel.open(folder)) {
                    channel.force(true);
                }
            }
        } catch (IOException failure) {
            throw SluiceException.external("the files in %s could not be made durable".formatted(folder), failure);
        }
    }

    /** Removes files of an attempt that is known to be lost; leaves what cannot be removed. */
    public static void remove(List<WrittenFile> files) {
        removePaths(files.stream().map(WrittenFile::path).toList());
    }

    static void removePaths(List<Path> files) {
        files.forEach(StagedFiles::removeQuietly);
    }

    /** Removes the folder of a table that was not created, if it is empty. */
    public static void removeEmpty(Path folder) {
        removeQuietly(folder);
    }

    private static void removeQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // No commit names it; it costs room and nothing else.
        }
    }
}
