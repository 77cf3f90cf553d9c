package io.sluice.trino.programs;

import io.sluice.trino.programs.Step.Effect;
import java.util.List;
import java.util.Optional;

/**
 * A committed version of a table.
 *
 * @param copy the name of the table in memory that has its rows
 * @param rows as texts
 * @param effect of the one statement that led to it; empty if there were several, or the columns changed
 */
record SavedState(long version, TableModel model, String copy, List<String> rows, Optional<Effect> effect) {
    SavedState {
        rows = List.copyOf(rows);
    }

    SavedState at(long committed) {
        return new SavedState(committed, model, copy, rows, effect);
    }

    SavedState without(Optional<Effect> less) {
        return new SavedState(version, model, copy, rows, less);
    }

    /** The state, for queries about either side. */
    String ref() {
        return "@%s:%d@".formatted(model.name(), version);
    }
}
