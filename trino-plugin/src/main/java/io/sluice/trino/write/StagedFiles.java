package io.sluice.trino.write;

import io.airlift.log.Logger;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Data files in a table's folder that no commit names yet, as the coordinator handles them. */
public final class StagedFiles {
    private static final Logger LOG = Logger.get(StagedFiles.class);

    private StagedFiles() {}

    /** Makes the folder that files are written to; a user error if it cannot be written to. */
    public static void prepare(NewFiles files) {
        Path folder = files.directory();
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

    /** Returns when the names of files, which have reached the device already, have reached it too. */
    public static void sync(NewFiles files) {
        Path folder = files.directory();
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (IOException failure) {
            throw SluiceException.external("the files in %s could not be made durable".formatted(folder), failure);
        }
    }

    /**
     * Removes the files of a write that no commit can know of, whether its writers have told of them or not, and the
     * folder if nothing else is in it. What cannot be removed stays, seen by nobody: so does what a writer writes later
     * that has not noticed yet that it is to stop.
     */
    public static void removeAll(NewFiles files) {
        removeOthers(files, Set.of());
    }

    /**
     * Removes the files of attempts that have failed.
     *
     * @param kept paths of the files that are to be committed, relative to the table's folder
     */
    public static void removeOthers(NewFiles files, Set<String> kept) {
        Path folder = files.directory();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(folder, path -> isLeft(files, kept, path))) {
            for (Path file : ours) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException left) {
            LOG.warn(left, "files of write %s in %s could not be removed", files.write(), folder);
        }
    }

    private static boolean isLeft(NewFiles files, Set<String> kept, Path path) {
        String name = path.getFileName().toString();
        return files.has(name) && !kept.contains(files.folder() + name);
    }

    /** Removes a folder that a table was to have, if it is empty. */
    static void removeFolder(NewFiles files) {
        Path folder = Path.of(files.location());
        try (DirectoryStream<Path> any = Files.newDirectoryStream(folder)) {
            if (!any.iterator().hasNext()) {
                Files.delete(folder);
            }
        } catch (IOException left) {
            LOG.debug(left, "the folder %s stays", folder);
        }
    }
}
