package io.sluice.format;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.TableChange;
import io.sluice.scan.Snapshot;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.List;

/** An open table. Safe for use by several threads. */
public interface FormatTable {
    CatalogTable table();

    /**
     * The version and the columns that a blind append needs, from the catalog alone; a user error if the table is gone.
     */
    Current current();

    /** The last state; a user error if the table is gone. */
    Snapshot snapshot();

    /** The state of that number; a user error that names the last one if there is none. */
    Snapshot snapshotAt(TableVersion version);

    /** The state that was the last one at that instant; a user error if the table is younger. */
    Snapshot snapshotAsOf(Instant instant);

    /** The commits, newest first, at most {@code limit}. */
    List<HistoryEntry> history(int limit);

    /**
     * What each of these versions did to the table's files, both ends included, oldest first; a user error if one of
     * them is not there.
     */
    List<CommittedChanges> changes(TableVersion from, TableVersion to);

    /** The files that the table needs. Reads the whole log. */
    NamedFiles namedFiles();

    /**
     * What a commit of these changes makes of a table in that state: files of the same transaction have the physical
     * names of its columns. Changes of rows count for nothing.
     */
    TableMetadata planned(TableMetadata before, List<TableChange> changes);

    /** Where commits go. One target serves one commit at a time. */
    CommitTarget target();

    /** What is known without reading files. */
    record Current(TableVersion version, Instant committedAt, TableMetadata metadata) {}
}
