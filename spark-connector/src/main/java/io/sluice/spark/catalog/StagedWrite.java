package io.sluice.spark.catalog;

import io.sluice.spark.session.WriteTarget;

/** A table that one statement makes or replaces, together with the rows that it writes: one commit for all. */
public interface StagedWrite extends WriteTarget {
    /** Commits the table with everything that was written to it. */
    void publish();

    /** Gives the table up, with what was written to it. */
    void abandon();
}
