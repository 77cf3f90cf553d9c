package io.sluice.format;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a table's history.
 *
 * @param readVersion the version that the commit had seen; empty if its writer does not say
 * @param isolationLevel the level that it was checked at, by its name; empty if its writer does not say
 * @param isBlindAppend whether it only adds rows, whatever there was before
 */
public record HistoryEntry(
        TableVersion version,
        Instant committedAt,
        Operation operation,
        OptionalLong readVersion,
        Optional<String> isolationLevel,
        boolean isBlindAppend) {
    public HistoryEntry {
        requireNonNull(readVersion, "readVersion");
        requireNonNull(isolationLevel, "isolationLevel");
        requireNonNull(version, "version");
        requireNonNull(committedAt, "committedAt");
        requireNonNull(operation, "operation");
    }
}
