package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data files in a table's folder that no commit names yet, as the driver handles them. */
public final class StagedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFiles.class);

    private StagedFiles() {}

    /** Makes the folder of a table; a user error if it cannot be written to. */
    public static void prepare(String location) {
        Path folder = Path.of(location);
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
    public static void sync(String location) {
        try (FileChannel channel = FileChannel.open(Path.of(location))) {
            channel.force(true);
        } catch (IOException failure) {
            throw SluiceException.external("the files in %s could not be made durable".formatted(location), failure);
        }
    }

    /** Removes files that no commit can know of. What cannot be removed stays, seen by nobody. */
    public static void remove(String location, List<DataFile> files) {
        for (DataFile file : files) {
            try {
                Files.deleteIfExists(Path.of(location).resolve(file.path()));
            } catch (IOException left) {
                LOG.warn("the data file {} in {} could not be removed", file.path(), location, left);
            }
        }
    }
}
