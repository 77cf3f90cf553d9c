package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data files in a table's folder that no commit names yet, as the driver handles them. */
public final class StagedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFiles.class);

    private StagedFiles() {}

    /** Makes the folder that files are written to; a user error if it cannot be written to. */
    public static void prepare(NewFiles files) {
        Path folder = folder(files);
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw SluiceException.user("the folder %s cannot be made: %s".formatted(folder, failure), failure);
        }
        if (!Files.isWritable(folder)) {
            throw SluiceException.user("the folder %s cannot be written to: check its permissions and those of the lake"
                    .formatted(folder));
        }
    }

    private static Path folder(NewFiles files) {
        return Path.of(files.location()).resolve(files.names().folder());
    }

    /** Returns when the names of files, which have reached the device already, have reached it too. */
    public static void sync(NewFiles files) {
        Path folder = folder(files);
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (IOException failure) {
            throw SluiceException.external("the files in %s could not be made durable".formatted(folder), failure);
        }
    }

    /**
     * Removes the files of a write that no commit can know of, whether its tasks have told of them or not. What cannot
     * be removed stays, seen by nobody: so does what a task writes that has not noticed yet that it is to stop.
     */
    public static void removeAll(NewFiles files) {
        Path folder = folder(files);
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(
                folder, path -> files.names().has(path.getFileName().toString()))) {
            for (Path file : ours) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException left) {
            LOG.warn(
                    "files of write {} in {} could not be removed",
                    files.names().write(),
                    folder,
                    left);
        }
    }
}
