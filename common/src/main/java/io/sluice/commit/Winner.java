package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;

/** A commit that landed after the state that a transaction has read. */
public record Winner(TableVersion version, CommitSummary summary) {
    public Winner {
        requireNonNull(version, "version");
        requireNonNull(summary, "summary");
    }

    @Override
    public String toString() {
        return "version %s (%s by %s at %s)"
                .formatted(version, summary.operation(), summary.engine(), summary.committedAt());
    }
}
