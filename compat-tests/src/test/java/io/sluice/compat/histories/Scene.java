package io.sluice.compat.histories;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tables that pin what transactions read and check nothing when they commit: every anomaly is possible. */
final class Scene {
    private final Map<String, List<TableState>> states = new TreeMap<>();
    private final Map<String, List<String>> commits = new TreeMap<>();
    private final List<Executed> transactions = new ArrayList<>();

    Scene table(String name, Row... rows) {
        states.put(name, new ArrayList<>(List.of(TableState.of(List.of(rows)))));
        commits.put(name, new ArrayList<>());
        return this;
    }

    Actor begin(String id, IsolationLevel level) {
        return new Actor(id, level);
    }

    TableState last(String table) {
        return states.get(table).get(states.get(table).size() - 1);
    }

    History history() {
        Map<String, TableState> last = new TreeMap<>();
        states.keySet().forEach(table -> last.put(table, last(table)));
        return history(last);
    }

    /** The history, if readers found this in the end. */
    History history(Map<String, TableState> last) {
        Map<String, TableState> first = new TreeMap<>();
        states.forEach((table, versions) -> first.put(table, versions.get(0)));
        return new History(first, commits, transactions, last);
    }

    /** A transaction that runs. */
    final class Actor {
        private final String id;
        private final IsolationLevel level;
        private final Map<String, Long> pins = new TreeMap<>();
        private final Map<String, TableState> own = new HashMap<>();
        private final List<Done> steps = new ArrayList<>();

        private Actor(String id, IsolationLevel level) {
            this.id = id;
            this.level = level;
            states.keySet()
                    .forEach(table -> pins.put(table, (long) commits.get(table).size()));
        }

        /** Reads a table at another version than the last one. */
        Actor pin(String table, long version) {
            pins.put(table, version);
            return this;
        }

        Actor does(Step step) {
            return step instanceof Step.Compact
                    ? saw(step, see(step.looksAt()).rows())
                    : saw(step, see(step.looksAt()).seenBy(step));
        }

        /** Does a step and sees these rows, whatever is there. */
        Actor saw(Step step, List<Row> rows) {
            String stamp = Executed.stamp(id, steps.size());
            steps.add(new Done(step, see(step.looksAt()).columns(), rows));
            TableState after = see(step.changes()).after(step.effect(rows, stamp));
            own.put(step.changes(), step instanceof Step.Widen ? after.widened() : after);
            return this;
        }

        private TableState see(String table) {
            return own.computeIfAbsent(
                    table, unchanged -> states.get(table).get(pins.get(table).intValue()));
        }

        void commits() {
            ends(Ending.committed(land(List.copyOf(transaction(Ending.UNKNOWN).writes()))));
        }

        /** Changes these tables only, and says something else. */
        void lands(List<String> tables, Ending ending) {
            land(tables);
            ends(ending);
        }

        private Map<String, Long> land(List<String> tables) {
            Executed transaction = transaction(Ending.UNKNOWN);
            Map<String, Long> versions = new TreeMap<>();
            for (String table : tables) {
                Effect effect = transaction.effect(table);
                TableState after = last(table).after(effect);
                boolean widened = own.get(table).columns() > last(table).columns();
                states.get(table).add(widened ? after.widened() : after);
                commits.get(table).add(id);
                versions.put(table, (long) commits.get(table).size());
            }
            return versions;
        }

        void ends(Ending ending) {
            transactions.add(transaction(ending));
        }

        private Executed transaction(Ending ending) {
            return new Executed(id, level, pins, steps, ending);
        }
    }
}
