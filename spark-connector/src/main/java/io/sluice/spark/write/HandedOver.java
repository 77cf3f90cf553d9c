package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.session.WriteTarget;

/**
 * Whether the files of a statement belong to a commit already. Spark gives a statement up when its commit fails, but
 * the commit may stand all the same: its files are no longer the statement's to remove.
 */
public final class HandedOver {
    private boolean done;

    /** Commits changes; from here on their files belong to the target, unless it is certain that they do not. */
    public void to(WriteTarget target, TableChanges changes) {
        done = true;
        try {
            target.commit(changes);
        } catch (CommitRejectedException | SluiceException nothingIsCommitted) {
            done = false;
            throw nothingIsCommitted;
        }
    }

    public boolean isDone() {
        return done;
    }
}
