package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableId;

/** One table's part in a commit to several: what was read and changed there, and where its commits go. */
public record Participant(TableId table, CommitTarget target, Transaction transaction) {
    public Participant {
        requireNonNull(table, "table");
        requireNonNull(target, "target");
        requireNonNull(transaction, "transaction");
    }
}
