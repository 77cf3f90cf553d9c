package io.sluice.compat.histories.program;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.AttemptId;
import io.sluice.table.TableName;
import java.util.Map;

/** Sees what a writer asks its catalog. */
interface Observer {
    /** The tables were looked at, all at one moment. */
    void looked(Map<TableName, Position> positions);

    /** An attempt is about to be offered. */
    void offers(AttemptId attempt);
}
