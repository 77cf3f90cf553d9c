package io.sluice.compat.histories;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Done;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.Row;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.TableState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Does what transactions did once more, in a serial order, on tables in memory.
 *
 * <p>What a serializable transaction saw has to be what it would see at the moment of its commit. At the lower level,
 * the plain inserts that landed in a table since it looked there may be moved behind it, and tables that it only read
 * are as it saw them.
 */
final class Replay {
    private static final int MOST_COMPLAINTS = 5;

    private final History history;
    private final Fates fates;
    private final Map<String, Executed> byId;
    /** All versions so far, by table. */
    private final Map<String, List<TableState>> states = new TreeMap<>();

    private final List<String> complaints = new ArrayList<>();

    Replay(History history, Fates fates, Map<String, Executed> byId) {
        this.history = history;
        this.fates = fates;
        this.byId = byId;
        history.first().forEach((table, state) -> states.put(table, new ArrayList<>(List.of(state))));
    }

    /** What the order does not explain; the first complaints only, as others follow from them. */
    List<String> run(List<Moment> order) {
        for (Moment moment : order) {
            if (complaints.size() >= MOST_COMPLAINTS) {
                return complaints;
            }
            if (moment.kind() == Moment.Kind.LOOK) {
                compare(moment, table -> pinned(moment.transaction(), table));
            } else {
                compare(moment, table -> atCommit(moment.transaction(), table));
                fates.versions(moment.transaction()).forEach((table, version) -> land(moment, table, version));
            }
        }
        history.last().forEach((table, found) -> {
            TableState expected = last(table);
            if (!found.equals(expected)) {
                complaints.add("table %s ends as %s, but should be %s: missing %s, too many %s"
                        .formatted(
                                table,
                                found,
                                expected,
                                without(expected.rows(), found.rows()),
                                without(found.rows(), expected.rows())));
            }
        });
        return complaints;
    }

    private static List<Row> without(List<Row> rows, List<Row> others) {
        List<Row> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    private TableState last(String table) {
        List<TableState> versions = states.get(table);
        return versions.get(versions.size() - 1);
    }

    private TableState pinned(Executed transaction, String table) {
        return states.get(table).get(transaction.pins().get(table).intValue());
    }

    /** The table as the transaction has to have seen it to be right where it is. */
    private TableState atCommit(Executed transaction, String table) {
        if (transaction.level() == IsolationLevel.SERIALIZABLE) {
            return last(table);
        }
        Long version = fates.versions(transaction).get(table);
        if (version == null) {
            return pinned(transaction, table);
        }
        TableState state = last(table);
        for (long later = transaction.pins().get(table) + 1; later < version; later++) {
            Executed winner = byId.get(history.committer(table, later));
            if (winner.isPlainInsert(table)) {
                state = state.after(Effect.removing(winner.effect(table).added()));
            }
        }
        return state;
    }

    private void compare(Moment moment, Function<String, TableState> tables) {
        Executed transaction = moment.transaction();
        Map<String, TableState> own = new HashMap<>();
        for (int i = 0; i < transaction.steps().size(); i++) {
            Done done = transaction.steps().get(i);
            Step step = done.step();
            TableState seen = own.computeIfAbsent(step.looksAt(), tables);
            if (!explains(seen, done)) {
                complaints.add("%s: step %d, %s, saw %d columns and %s, but there are %d and %s"
                        .formatted(moment, i, step, done.columns(), done.seen(), seen.columns(), seen.seenBy(step)));
                return;
            }
            Effect effect = step.effect(done.seen(), Executed.stamp(transaction.id(), i));
            TableState after = own.computeIfAbsent(step.changes(), tables).after(effect);
            own.put(step.changes(), step instanceof Step.Widen ? after.widened() : after);
        }
    }

    private static boolean explains(TableState state, Done done) {
        boolean rows = done.step() instanceof Step.Compact
                ? without(done.seen(), state.rows()).isEmpty()
                : done.seen().equals(state.seenBy(done.step()));
        return rows && done.columns() == state.columns();
    }

    private void land(Moment moment, String table, long version) {
        Executed transaction = moment.transaction();
        TableState before = last(table);
        Effect effect = transaction.effect(table);
        List<Row> gone = without(effect.removed(), before.rows());
        if (!gone.isEmpty()) {
            complaints.add("%s as version %d of table %s takes away rows that are not there: %s"
                    .formatted(moment, version, table, gone));
        }
        TableState after = before.after(effect);
        for (Done done : transaction.steps()) {
            if (done.step() instanceof Step.Widen && done.step().changes().equals(table)) {
                after = after.widened();
            }
        }
        states.get(table).add(after);
    }
}
