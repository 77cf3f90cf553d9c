package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one write read of a table, and what it changes there. Without changes the table is an input of a write that
 * changes others.
 */
public record Transaction(Reads reads, List<TableChange> changes, IsolationLevel isolation, Operation operation) {
    public Transaction {
        requireNonNull(reads, "reads");
        requireNonNull(isolation, "isolation");
        requireNonNull(operation, "operation");
        changes = List.copyOf(changes);
    }

    /**
     * What the changes do, as the conflict rules see it. An append that depends on what the table held is a row change
     * too: it cannot be thought to have happened later than it did, as a blind one can.
     */
    public Set<ChangeKind> kinds() {
        Set<ChangeKind> kinds = changes.stream()
                .flatMap(change -> change.kinds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (kinds.contains(ChangeKind.APPEND) && !reads.isBlind()) {
            kinds.add(ChangeKind.ROWS);
        }
        return kinds;
    }

    /** Whether the table is only read. */
    public boolean isInput() {
        return changes.isEmpty();
    }

    /** All changes of one type, in order. */
    public <T extends TableChange> List<T> changes(Class<T> type) {
        return changes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All source files that the transaction marks as ingested. */
    public List<SourceFile> sources() {
        return changes(TableChange.MarkIngested.class).stream()
                .flatMap(mark -> mark.sources().stream())
                .toList();
    }
}
