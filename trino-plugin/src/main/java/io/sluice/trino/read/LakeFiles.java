package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.StoredDeletions;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;
import io.trino.filesystem.TrinoInputFile;
import java.io.IOException;

/** The files of a lake, where a worker has them. */
final class LakeFiles {
    private final TrinoFileSystem files;

    LakeFiles(TrinoFileSystem files) {
        this.files = requireNonNull(files, "files");
    }

    /** @param location absolute and not URL-encoded */
    TrinoInputFile file(String location, long sizeBytes) {
        return files.newInputFile(location(location), sizeBytes);
    }

    /** The bytes of deletions. */
    byte[] read(StoredDeletions place) {
        try (TrinoInput input = files.newInputFile(location(place.location())).newInput()) {
            return input.readFully(place.offset(), place.lengthBytes()).getBytes();
        } catch (IOException failed) {
            throw FileFailure.of(place.location(), failed);
        }
    }

    private static Location location(String location) {
        return Location.of(location.startsWith("/") ? "file://" + location : location);
    }
}
