package io.sluice.compat.histories;

import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.TableState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is known of what happened to some tables.
 *
 * @param first version 0 of each table
 * @param commits of each table, the transactions that became version 1, 2 and so on, as the table itself tells
 * @param transactions as their writers logged them, those that came to their commit
 * @param last what readers find in the end
 */
record History(
        Map<String, TableState> first,
        Map<String, List<String>> commits,
        List<Executed> transactions,
        Map<String, TableState> last) {
    History {
        first = Map.copyOf(first);
        commits = Map.copyOf(commits);
        transactions = List.copyOf(transactions);
        last = Map.copyOf(last);
    }

    Set<String> tables() {
        return new TreeSet<>(first.keySet());
    }

    /** The transaction that made a version, which is not the first. */
    String committer(String table, long version) {
        return commits.get(table).get((int) version - 1);
    }

    long lastVersion(String table) {
        return commits.get(table).size();
    }
}
