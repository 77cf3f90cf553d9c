package io.sluice.trino.programs;

import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is there at one point of a program: tables as they are and as they were. */
final class World {
    private final Map<String, SavedState> tables = new LinkedHashMap<>();
    private final Map<String, List<SavedState>> states = new LinkedHashMap<>();
    private boolean inTransaction;

    boolean isEmpty() {
        return tables.isEmpty();
    }

    List<TableModel> tables() {
        return tables.values().stream().map(SavedState::model).toList();
    }

    TableModel anyTable(Draw draw) {
        return draw.of(tables());
    }

    /** The table as it is, with what the open transaction has done; its version is that of before then. */
    SavedState now(String table) {
        return tables.get(table);
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    void put(SavedState state) {
        tables.put(state.model().name(), state);
    }

    void remove(String table) {
        tables.remove(table);
        states.remove(table);
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

    /** The committed states of a table, oldest first. */
    List<SavedState> states(String table) {
        return List.copyOf(states.getOrDefault(table, List.of()));
    }

    /** The state, which is the last one, is committed. */
    void save(SavedState state) {
        put(state);
        List<SavedState> all = states.computeIfAbsent(state.model().name(), none -> new ArrayList<>());
        all.removeIf(old -> old.version() == state.version());
        all.add(state);
    }
}
