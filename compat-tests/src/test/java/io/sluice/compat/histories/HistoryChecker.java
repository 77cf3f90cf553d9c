package io.sluice.compat.histories;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Effect;
import io.sluice.compat.histories.model.Executed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proves that a history is equivalent to a serial one, or says why not.
 *
 * <p>Each transaction has two moments. When it looks, it sees one moment of all tables that it touches: so this moment
 * is after every version that it saw and before the next version of every table. When it commits, it comes between the
 * versions of each table that it writes. A serializable one has, besides, to be where all that it saw is still true:
 * before the first later commit that changes rows of an input which it looked for, or the columns. If no order of the
 * moments satisfies all of this, there is no serial history, and the cycle is the counterexample. Else {@link Replay}
 * does what the transactions did once more, one after the other in that order, and compares what they saw.
 */
final class HistoryChecker {
    private final History history;
    private final Fates fates;
    private final Map<String, Executed> byId = new HashMap<>();
    private final Precedence<Moment> precedence = new Precedence<>();

    private HistoryChecker(History history, Fates fates) {
        this.history = history;
        this.fates = fates;
        history.transactions().forEach(transaction -> byId.put(transaction.id(), transaction));
    }

    /** What is wrong with a history; empty if it keeps the promises of every transaction's level. */
    static List<String> complaints(History history) {
        Fates fates = Fates.of(history);
        if (!fates.complaints().isEmpty()) {
            return fates.complaints();
        }
        return new HistoryChecker(history, fates).complaints();
    }

    private List<String> complaints() {
        for (String table : history.tables()) {
            for (long version = 2; version <= history.lastVersion(table); version++) {
                precedence.put(commit(table, version - 1), commit(table, version));
            }
        }
        history.transactions().forEach(this::place);
        Optional<List<Moment>> order = precedence.order();
        return order.map(moments -> new Replay(history, fates, byId).run(moments))
                .orElseGet(() -> List.of("no serial order: each of these has to come before the next, and the last"
                        + " before the first: " + precedence.cycle()));
    }

    private void place(Executed transaction) {
        Moment look = Moment.look(transaction);
        precedence.add(look);
        transaction.pins().forEach((table, pin) -> {
            if (pin > 0) {
                precedence.put(commit(table, pin), look);
            }
            if (pin < history.lastVersion(table)) {
                precedence.put(look, commit(table, pin + 1));
            }
        });
        if (!fates.versions(transaction).isEmpty()) {
            precedence.put(look, Moment.commit(transaction));
            if (transaction.level() == IsolationLevel.SERIALIZABLE) {
                placeBeforeChangesOfInputs(transaction);
            }
        }
    }

    private void placeBeforeChangesOfInputs(Executed transaction) {
        transaction.pins().forEach((table, pin) -> {
            if (!fates.versions(transaction).containsKey(table)) {
                for (long version = pin + 1; version <= history.lastVersion(table); version++) {
                    if (matters(transaction, table, version)) {
                        precedence.put(Moment.commit(transaction), commit(table, version));
                        return;
                    }
                }
            }
        });
    }

    private boolean matters(Executed transaction, String table, long version) {
        Executed winner = byId.get(history.committer(table, version));
        if (winner.widens(table) && transaction.looksAt(table)) {
            return true;
        }
        Effect effect = winner.effect(table);
        return Stream.concat(effect.removed().stream(), effect.added().stream())
                .anyMatch(row -> transaction.looksFor(table, row));
    }

    private Moment commit(String table, long version) {
        return Moment.commit(byId.get(history.committer(table, version)));
    }
}
