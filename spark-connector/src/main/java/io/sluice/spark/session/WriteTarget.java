package io.sluice.spark.session;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.IsolationLevel;
import io.sluice.table.TableMetadata;
import java.util.Map;

/** Where the changes of a statement go: a table that is there, or one that the statement makes. On the driver only. */
public interface WriteTarget {
    /** Where the table is; the data files of the statement belong below its location. */
    CatalogTable table();

    /** The table that data files are written for, with the physical names of its columns. */
    TableMetadata metadata();

    /** Whether a commit changes more than it is told: it is made then also for no rows. */
    default boolean isEvolved() {
        return false;
    }

    /**
     * The level at which a write with these options is committed, as far as the table does not ask for a higher one: a
     * user error if what says it is wrong. Asked when a write is planned, before rows are.
     */
    IsolationLevel isolation(Map<String, String> options);

    /**
     * Makes the changes. They are durable and visible when this returns, unless an explicit transaction of the session
     * or a statement that makes the table commits them later. Files that they add are removed if it is known that the
     * commit failed.
     *
     * @throws CommitRejectedException if another writer's commit stood in the way; nothing is visible
     * @throws CommitUnknownException if the changes may be there or not: the files are kept
     * @throws io.sluice.error.SluiceException if nothing was offered to the catalog; nothing is visible
     */
    void commit(TableChanges changes);
}
