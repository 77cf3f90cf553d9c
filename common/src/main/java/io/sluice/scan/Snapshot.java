package io.sluice.scan;

import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Set;

/** One immutable state of a table. Safe for use by several threads. */
public interface Snapshot {
    TableVersion version();

    /** When the version was committed, by the table's own clock, which never runs backwards. */
    Instant committedAt();

    TableMetadata metadata();

    /** The files that may hold rows that the predicate accepts. */
    ScanPlan plan(Predicate predicate);

    /**
     * The same files, which tell beside their row counts what is known of some columns. A state that knows no more
     * tells no more.
     *
     * @param columns names of the schema, as it spells them
     */
    default ScanPlan planWithStatistics(Predicate predicate, Set<String> columns) {
        return plan(predicate);
    }

    long fileCount();

    /** The length of all files together, in bytes. */
    long sizeBytes();
}
