package io.sluice.compat.histories.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A step that was done.
 *
 * @param columns how many columns the table had that it looked at
 * @param seen the rows that it saw, sorted
 */
public record Done(Step step, int columns, List<Row> seen) {
    public Done {
        List<Row> sorted = new ArrayList<>(seen);
        Collections.sort(sorted);
        seen = Collections.unmodifiableList(sorted);
    }

    public boolean writes() {
        return step.writes(seen);
    }
}
