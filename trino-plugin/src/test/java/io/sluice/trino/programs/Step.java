package io.sluice.trino.programs;

/** One step of a program. In its statements {@code @a@} stands for the table a of either side. */
sealed interface Step {
    /** What runs on the lake. */
    String sql();

    /** Whether Trino says how many rows a statement has changed. */
    enum Count {
        TOLD,
        UNTOLD
    }

    /**
     * A statement that changes a table.
     *
     * @param rows a query of the tables in memory, whose rows are those of the table when the statement has succeeded;
     *     its last column, {@code mark}, says of a row that it is new ('i') or changed ('u')
     * @param after the table when the statement has succeeded
     */
    record Write(String sql, String rows, TableModel after, Count count) implements Step {}

    /** A query whose rows both sides agree on, except for the sign of zeros. */
    record Question(String sql, Order order) implements Step {}

    /** Whether rows come in an order. */
    enum Order {
        ANY,
        GIVEN
    }

    /** The changes between two states, which lead from the first to the second. */
    record Changes(String sql, TableModel table, SavedState from, SavedState to) implements Step {}

    /** Turns of a transaction. */
    enum Turn implements Step {
        BEGIN("START TRANSACTION"),
        COMMIT("COMMIT"),
        ROLLBACK("ROLLBACK");

        private final String sql;

        Turn(String sql) {
            this.sql = sql;
        }

        @Override
        public String sql() {
            return sql;
        }
    }

    /** How many rows a statement added, changed and took away. */
    record Effect(long inserted, long updated, long deleted) {
        long all() {
            return inserted + updated + deleted;
        }
    }
}
