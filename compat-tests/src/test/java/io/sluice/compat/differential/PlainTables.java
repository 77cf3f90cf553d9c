package io.sluice.compat.differential;

import io.sluice.compat.differential.World.SavedState;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The same tables in DuckDB's memory. They have columns and rows only: rules are looked after by queries, and
 * transactions and old states by copies of whole tables.
 */
final class PlainTables implements AutoCloseable {
    private static final String TWICE = "cannot affect the same target row more than once";

    private final DuckDbSession session;
    private int copies;

    PlainTables(String schema) {
        this.session = DuckDbSession.open(
                new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty()), new Cancellation());
        session.execute("CREATE SCHEMA " + schema);
        session.execute("CREATE SCHEMA saved");
    }

    /** Runs a statement; empty if it succeeded, else the rule that it broke, and then the table may be anything. */
    Optional<String> run(Step.Write step) {
        try {
            step.plain().forEach(session::execute);
        } catch (SluiceException failure) {
            if (failure.getMessage().contains(TWICE)) {
                return Optional.of(TWICE);
            }
            throw new IllegalStateException("the program is wrong: " + step, failure);
        }
        return step.after().flatMap(this::violation);
    }

    private Optional<String> violation(TableModel table) {
        return table.violations().stream()
                .filter(query -> !session.query(query, row -> 1).isEmpty())
                .findFirst();
    }

    Rows rows(String query) {
        return collected(query).sorted();
    }

    Rows.Collector collected(String query) {
        Rows.Collector rows = new Rows.Collector();
        session.stream(query, rows);
        return rows;
    }

    /** Keeps the state that a table is in. */
    SavedState save(TableModel table, long version) {
        String copy = "saved.copy_" + ++copies;
        session.execute("CREATE TABLE %s AS FROM %s".formatted(copy, table.name()));
        return new SavedState(version, copy, table);
    }

    /** Puts a table back into a state that was kept. */
    void restore(SavedState state) {
        session.execute(
                "CREATE OR REPLACE TABLE %s AS FROM %s".formatted(state.model().name(), state.copy()));
    }

    void drop(String table) {
        session.execute("DROP TABLE IF EXISTS " + table);
    }

    void dropCopy(SavedState state) {
        session.execute("DROP TABLE " + state.copy());
    }

    @Override
    public void close() {
        session.close();
    }
}
