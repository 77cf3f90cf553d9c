package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Optional;

/**
 * A commit that is offered for one version and not decided yet.
 *
 * @param head what the format wants to find beside the last version, if this commit changes it
 * @param sources source files that the commit marks as ingested
 */
public record Proposal(
        TableVersion version,
        AttemptId attempt,
        CommitSummary summary,
        CommitContent content,
        Optional<String> head,
        List<SourceFile> sources) {
    public Proposal {
        requireNonNull(version, "version");
        requireNonNull(attempt, "attempt");
        requireNonNull(summary, "summary");
        requireNonNull(content, "content");
        requireNonNull(head, "head");
        sources = List.copyOf(sources);
    }
}
