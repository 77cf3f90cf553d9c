package io.sluice.format;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.FileChanges;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;

/**
 * What one version of a table did to its files.
 *
 * @param metadata the table as that version has it. Files that are gone were written for it too, or for the table as an
 *     earlier version had it
 */
public record CommittedChanges(TableVersion version, Instant committedAt, TableMetadata metadata, FileChanges files) {
    public CommittedChanges {
        requireNonNull(version, "version");
        requireNonNull(committedAt, "committedAt");
        requireNonNull(metadata, "metadata");
        requireNonNull(files, "files");
    }
}
