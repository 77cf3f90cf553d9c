package io.sluice.compat.histories.program;

import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Step;
import java.util.Map;

/** A transaction that is being done. */
interface Doing extends AutoCloseable {
    /**
     * Does a step.
     *
     * @param number of the step in its transaction, from 0
     */
    Done run(int number, Step step);

    /** The version of each table that it has touched. */
    Map<String, Long> pins();

    Ending commit();

    /** Rolls back what is not committed. */
    @Override
    void close();
}
