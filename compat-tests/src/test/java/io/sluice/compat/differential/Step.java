package io.sluice.compat.differential;

import java.util.List;
import java.util.Optional;

/** One step of a program. */
sealed interface Step {
    /** What Sluice runs. */
    String sql();

    /**
     * A statement that changes a table.
     *
     * @param plain what plain tables run for the same effect
     * @param table the table it changes
     * @param after that table when it has succeeded; empty if it is dropped
     */
    record Write(String sql, List<String> plain, String table, Optional<TableModel> after) implements Step {
        /** A statement that plain tables spell alike and that leaves the columns as they are. */
        static Write same(String sql, TableModel table) {
            return new Write(sql, List.of(sql), table.name(), Optional.of(table));
        }

        static Write of(String sql, List<String> plain, TableModel after) {
            return new Write(sql, plain, after.name(), Optional.of(after));
        }
    }

    /** A query whose rows both sides agree on. */
    record Question(String sql, String plain) implements Step {}

    /**
     * The changes between two states, which lead from the first to the second.
     *
     * @param sql the columns of the table, then the kind of change
     */
    record Changes(String sql, World.SavedState from, World.SavedState to) implements Step {}

    /** Turns of a transaction. */
    enum Turn implements Step {
        BEGIN,
        COMMIT,
        ROLLBACK;

        @Override
        public String sql() {
            return name();
        }
    }
}
