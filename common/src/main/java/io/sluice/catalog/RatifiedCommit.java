package io.sluice.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitSummary;
import io.sluice.table.TableVersion;
import java.util.Optional;

/**
 * A decided commit.
 *
 * @param content present until the catalog has been told that the commit is published
 */
public record RatifiedCommit(
        TableVersion version, AttemptId attempt, CommitSummary summary, Optional<CommitContent> content) {
    public RatifiedCommit {
        requireNonNull(version, "version");
        requireNonNull(attempt, "attempt");
        requireNonNull(summary, "summary");
        requireNonNull(content, "content");
    }
}
