package io.sluice.ingest;

import io.sluice.commit.SourceFile;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file to be ingested, as it was when it was found.
 *
 * @param path absolute, without symbolic links
 * @param shown the path as the user gave it, for messages
 */
record InputFile(Path path, String shown, InputKind kind, long sizeBytes, long modifiedNanos) {
    static InputFile of(Path path, String shown, InputKind kind) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return new InputFile(
                    real,
                    shown,
                    kind,
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        } catch (IOException failure) {
            throw SluiceException.user("%s cannot be read: %s".formatted(shown, failure), failure);
        }
    }

    /** The identity in the ledger: the same file, written anew, is another source. */
    SourceFile source() {
        return new SourceFile(path.toString(), sizeBytes + "-" + modifiedNanos);
    }

    /** A user error if the file is not what it was when it was found. */
    void requireUnchanged() {
        if (!equals(of(path, shown, kind))) {
            throw SluiceException.user(
                    ("%s changed while it was read: nothing was committed; try again when it is complete, and move files"
                                    + " into place instead of writing them there")
                            .formatted(shown));
        }
    }

    boolean isCompressed() {
        return hasEnding(".gz") || hasEnding(".zst");
    }

    boolean hasEnding(String ending) {
        return path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(ending);
    }
}
