package io.sluice.compat.histories.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happens to the rows of one table. Both lists are sorted. */
public record Effect(List<Row> removed, List<Row> added) {
    public static final Effect NONE = new Effect(List.of(), List.of());

    public Effect {
        removed = sorted(removed);
        added = sorted(added);
    }

    public static Effect adding(List<Row> rows) {
        return new Effect(List.of(), rows);
    }

    public static Effect removing(List<Row> rows) {
        return new Effect(rows, List.of());
    }

    public boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }

    /** This one and then that one; a row that comes and goes again is in neither list. */
    public Effect then(Effect next) {
        List<Row> stillAdded = new ArrayList<>(added);
        List<Row> alsoRemoved = new ArrayList<>(removed);
        for (Row row : next.removed) {
            if (!stillAdded.remove(row)) {
                alsoRemoved.add(row);
            }
        }
        stillAdded.addAll(next.added);
        return new Effect(alsoRemoved, stillAdded);
    }

    private static List<Row> sorted(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        return Collections.unmodifiableList(sorted);
    }
}
