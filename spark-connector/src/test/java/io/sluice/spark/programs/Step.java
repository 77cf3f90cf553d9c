package io.sluice.spark.programs;

import java.util.Map;
import java.util.Optional;

/** One step of a program. */
sealed interface Step {
    /** What runs on the lake. */
    String sql();

    /**
     * A statement that changes a table.
     *
     * @param rows a query of the plain tables, whose rows are those of the table when the statement has succeeded
     * @param table the table it changes
     * @param after that table when it has succeeded; empty if it is dropped
     * @param settings of the session that runs it
     */
    record Write(String sql, String rows, String table, Optional<TableModel> after, Map<String, String> settings)
            implements Step {
        static Write of(String sql, String rows, TableModel after) {
            return new Write(sql, rows, after.name(), Optional.of(after), Map.of());
        }

        Write with(String setting, String value) {
            return new Write(sql, rows, table, after, Map.of(setting, value));
        }
    }

    /** A query whose rows both sides agree on, except for the sign of zeros. */
    record Question(String sql, String plain) implements Step {
        static Question same(String sql) {
            return new Question(sql, sql);
        }
    }

    /**
     * The changes between two states, which lead from the first to the second.
     *
     * @param sql the columns of the table, then the kind of change
     */
    record Changes(String sql, SavedState from, SavedState to) implements Step {}

    /** Turns of a transaction. */
    enum Turn implements Step {
        BEGIN,
        COMMIT,
        ROLLBACK;

        @Override
        public String sql() {
            return "CALL lake.system." + name().toLowerCase(java.util.Locale.ROOT) + "()";
        }
    }
}
