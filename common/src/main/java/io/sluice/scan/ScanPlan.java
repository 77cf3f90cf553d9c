package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;
import java.util.List;

/**
 * The files that a read of one snapshot needs. The predicate has only pruned files: the reader still applies it to
 * rows.
 *
 * @param filesConsidered how many files the snapshot has
 */
public record ScanPlan(TableVersion version, List<ScanTask> tasks, long filesConsidered) {
    public ScanPlan {
        requireNonNull(version, "version");
        tasks = List.copyOf(tasks);
    }
}
