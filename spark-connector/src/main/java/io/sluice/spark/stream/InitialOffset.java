package io.sluice.spark.stream;

import io.sluice.error.SluiceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a query has begun. Spark's log has where batches end: when the first one is repeated after a failure, the table
 * may have gone on, and it has to begin where it did.
 */
final class InitialOffset {
    private static final String NAME = "sluice-initial-offset";

    private final Path file;
    private final Configuration hadoop;

    /** @param checkpoint the folder of the source within the query's checkpoint; made if it is missing */
    InitialOffset(String checkpoint, Configuration hadoop) {
        file = new Path(checkpoint, NAME);
        this.hadoop = hadoop;
    }

    /** The offset that was written down, or else that one, which is from now on. */
    StreamOffset orElse(Supplier<StreamOffset> first) {
        try {
            FileSystem files = file.getFileSystem(hadoop);
            try (InputStream written = files.open(file)) {
                return StreamOffset.parse(new String(written.readAllBytes(), StandardCharsets.UTF_8));
            } catch (FileNotFoundException none) {
                StreamOffset offset = first.get();
                write(files, offset);
                return offset;
            }
        } catch (IOException failure) {
            throw SluiceException.external("the start of the stream cannot be kept in %s".formatted(file), failure);
        }
    }

    /** The file has its name only when it is whole. */
    private void write(FileSystem files, StreamOffset offset) throws IOException {
        Path draft = new Path(file.getParent(), "." + NAME + "-" + UUID.randomUUID());
        try (OutputStream out = files.create(draft, false)) {
            out.write(offset.json().getBytes(StandardCharsets.UTF_8));
        }
        if (!files.rename(draft, file)) {
            throw new IOException("cannot give %s its name".formatted(draft));
        }
    }
}
