package io.sluice.scan;

import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;

/** One immutable state of a table. Safe for use by several threads. */
public interface Snapshot {
    TableVersion version();

    /** When the version was committed, by the table's own clock, which never runs backwards. */
    Instant committedAt();

    TableMetadata metadata();

    /** The files that may hold rows that the predicate accepts. */
    ScanPlan plan(Predicate predicate);

    long fileCount();

    /** The length of all files together, in bytes. */
    long sizeBytes();
}
