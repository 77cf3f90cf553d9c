package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;

/**
 * One file that a read has to open.
 *
 * @param location where the file is, absolute and not URL-encoded
 * @param deletions rows of the file that a read has to leave out
 */
public record ScanTask(String location, DataFile file, Deletions deletions) {
    public ScanTask {
        requireNonNull(location, "location");
        requireNonNull(file, "file");
        requireNonNull(deletions, "deletions");
    }

    /** A file all of whose rows are there. */
    public static ScanTask whole(String location, DataFile file) {
        return new ScanTask(location, file, Deletions.NONE);
    }
}
