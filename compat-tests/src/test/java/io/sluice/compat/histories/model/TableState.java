package io.sluice.compat.histories.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One state of a table in memory. It never changes.
 *
 * @param columns how many there are
 * @param rows sorted; a row can be there several times
 */
public record TableState(int columns, List<Row> rows) {
    /** The key, the value and the stamp. */
    public static final int FIRST_COLUMNS = 3;

    public TableState {
        List<Row> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        rows = Collections.unmodifiableList(sorted);
    }

    public static TableState of(List<Row> rows) {
        return new TableState(FIRST_COLUMNS, rows);
    }

    /** The rows that a step looks for. */
    public List<Row> seenBy(Step step) {
        return rows.stream().filter(step::sees).toList();
    }

    /** The state after a change; rows that it takes away and that are not there are passed over. */
    public TableState after(Effect effect) {
        List<Row> left = new ArrayList<>(rows);
        effect.removed().forEach(left::remove);
        left.addAll(effect.added());
        return new TableState(columns, left);
    }

    public TableState widened() {
        return new TableState(columns + 1, rows);
    }
}
