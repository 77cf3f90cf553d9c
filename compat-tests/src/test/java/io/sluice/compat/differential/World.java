package io.sluice.compat.differential;

import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is there at one point of a program: tables, their states so far, and whether a transaction is open. */
final class World {
    private final Map<String, TableModel> tables = new LinkedHashMap<>();
    private final Map<String, List<SavedState>> states = new LinkedHashMap<>();
    private boolean inTransaction;

    /**
     * A state that is over or current.
     *
     * @param copy the plain table that has its rows
     */
    record SavedState(long version, String copy, TableModel model) {}

    boolean isEmpty() {
        return tables.isEmpty();
    }

    List<TableModel> tables() {
        return List.copyOf(tables.values());
    }

    TableModel anyTable(Draw draw) {
        return draw.of(tables());
    }

    void put(TableModel table) {
        tables.put(table.name(), table);
    }

    void remove(String table) {
        tables.remove(table);
        states.remove(table);
    }

    /** The committed states of a table, oldest first. */
    List<SavedState> states(String table) {
        return List.copyOf(states.getOrDefault(table, List.of()));
    }

    SavedState lastState(String table) {
        List<SavedState> all = states.get(table);
        return all.get(all.size() - 1);
    }

    void save(SavedState state) {
        states.computeIfAbsent(state.model().name(), none -> new ArrayList<>()).add(state);
    }

    boolean inTransaction() {
        return inTransaction;
    }

    void begin() {
        inTransaction = true;
    }

    void end() {
        inTransaction = false;
    }

    /** Every table is as in its last committed state. */
    void forgetUncommitted() {
        tables.keySet().removeIf(table -> !states.containsKey(table));
        tables.replaceAll((name, model) -> lastState(name).model());
    }
}
