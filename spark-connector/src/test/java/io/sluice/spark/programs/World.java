package io.sluice.spark.programs;

import io.sluice.random.Draw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What is there at one point of a program: tables and their states so far. */
final class World {
    private final Map<String, TableModel> tables = new LinkedHashMap<>();
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final Map<String, List<SavedState>> states = new LinkedHashMap<>();
    private boolean inTransaction;

    boolean isEmpty() {
        return tables.isEmpty();
    }

    List<TableModel> tables() {
        return List.copyOf(tables.values());
    }

    TableModel anyTable(Draw draw) {
        return draw.of(tables());
    }

    TableModel table(String name) {
        return tables.get(name);
    }

    void put(TableModel table, List<Row> content) {
        tables.put(table.name(), table);
        rows.put(table.name(), content);
    }

    /** What is in the table, by the open transaction too. */
    List<Row> rows(String table) {
        return rows.get(table);
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

    void remove(String table) {
        tables.remove(table);
        rows.remove(table);
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
        List<SavedState> all = states.computeIfAbsent(state.model().name(), none -> new ArrayList<>());
        all.removeIf(old -> old.version() == state.version());
        all.add(state);
    }
}
