package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;

/**
 * One file that a read has to open.
 *
 * @param location where the file is, absolute and not URL-encoded
 */
public record ScanTask(String location, DataFile file) {
    public ScanTask {
        requireNonNull(location, "location");
        requireNonNull(file, "file");
    }
}
