package io.sluice.format;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.table.TableVersion;
import java.time.Instant;

/** One line of a table's history. */
public record HistoryEntry(TableVersion version, Instant committedAt, Operation operation) {
    public HistoryEntry {
        requireNonNull(version, "version");
        requireNonNull(committedAt, "committedAt");
        requireNonNull(operation, "operation");
    }
}
