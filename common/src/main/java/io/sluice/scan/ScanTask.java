package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;
import java.util.Optional;

/**
 * One file that a read has to open.
 *
 * @param location where the file is, absolute and not URL-encoded
 * @param deletions rows of the file that a read has to leave out
 * @param lineage present if the table tracks rows and the file is committed
 */
public record ScanTask(String location, DataFile file, Deletions deletions, Optional<RowLineage> lineage) {
    public ScanTask {
        requireNonNull(location, "location");
        requireNonNull(file, "file");
        requireNonNull(deletions, "deletions");
        requireNonNull(lineage, "lineage");
    }

    /** A file whose rows nobody tracks. */
    public ScanTask(String location, DataFile file, Deletions deletions) {
        this(location, file, deletions, Optional.empty());
    }

    /** A file all of whose rows are there, and nobody tracks. */
    public static ScanTask whole(String location, DataFile file) {
        return new ScanTask(location, file, Deletions.NONE);
    }

    public ScanTask withFile(DataFile described) {
        return new ScanTask(location, described, deletions, lineage);
    }

    public ScanTask withDeletions(Deletions gone) {
        return new ScanTask(location, file, gone, lineage);
    }
}
