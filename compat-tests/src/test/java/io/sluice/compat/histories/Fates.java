package io.sluice.compat.histories;

import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.Executed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether what writers were told is what the tables say: committed is there, rejected is not, and nothing is half. */
final class Fates {
    private final History history;
    private final SortedMap<String, SortedMap<String, Long>> versions = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Fates(History history) {
        this.history = history;
    }

    static Fates of(History history) {
        Fates fates = new Fates(history);
        history.tables().forEach(fates::readCommits);
        Map<String, Executed> logged = new TreeMap<>();
        for (Executed transaction : history.transactions()) {
            if (logged.put(transaction.id(), transaction) != null) {
                fates.complaints.add(transaction.id() + " was logged twice");
            }
            fates.judge(transaction);
        }
        fates.versions.keySet().stream()
                .filter(id -> !logged.containsKey(id))
                .forEach(id -> fates.complaints.add(id + " is in the tables, but nobody has logged its commit"));
        return fates;
    }

    private void readCommits(String table) {
        for (long version = 1; version <= history.lastVersion(table); version++) {
            String id = history.committer(table, version);
            Long other = versions.computeIfAbsent(id, none -> new TreeMap<>()).put(table, version);
            if (other != null) {
                complaints.add("%s is in table %s twice, as versions %d and %d".formatted(id, table, other, version));
            }
        }
    }

    private void judge(Executed transaction) {
        Map<String, Long> there = versions(transaction);
        Ending ending = transaction.ending();
        boolean asTold = switch (ending.kind()) {
            case COMMITTED -> there.equals(ending.versions());
            case REJECTED -> there.isEmpty();
            case UNKNOWN -> true;
        };
        if (!asTold) {
            complaints.add("%s was told %s, but the tables have it as %s".formatted(transaction.id(), ending, there));
        }
        boolean committed = ending.kind() == Ending.Kind.COMMITTED || !there.isEmpty();
        if (committed && !there.keySet().equals(transaction.writes())) {
            complaints.add("%s writes %s, but the tables have it as %s"
                    .formatted(transaction.id(), transaction.writes(), there));
        }
    }

    /** The versions that a transaction became, by table; empty if it has changed nothing. */
    Map<String, Long> versions(Executed transaction) {
        return versions.getOrDefault(transaction.id(), new TreeMap<>());
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
