package io.sluice.catalog.sql;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.table.TableId;
import java.time.Duration;

/**
 * The queue of writers at a table: courtesy that spares them lost attempts. Who has waited for {@link #PATIENCE} goes
 * on without a turn, and so does who cannot queue: ratification alone decides.
 */
interface Turns extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(5);

    Turn take(TableId table);

    @Override
    void close();
}
