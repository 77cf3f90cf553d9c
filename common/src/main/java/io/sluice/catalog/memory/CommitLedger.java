package io.sluice.catalog.memory;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.RatifiedCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.SourceFile;
import io.sluice.error.SluiceException;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The commits and the sources of one table. Not safe for use by several threads. */
final class CommitLedger {
    private final NavigableMap<TableVersion, RatifiedCommit> remembered = new TreeMap<>();
    private final Set<SourceFile> sources = new HashSet<>();
    private String head;
    /** The first version whose content is still needed. */
    private TableVersion unpublished = TableVersion.FIRST;

    CommitLedger(Proposal first) {
        if (!first.version().equals(TableVersion.FIRST)) {
            throw SluiceException.bug("a table begins with version 0, not " + first.version());
        }
        head = first.head().orElseThrow(() -> SluiceException.bug("a table begins with a head"));
        append(first);
    }

    TableVersion last() {
        return remembered.lastKey();
    }

    /** Decides on a proposal, and makes it the next version if nothing stands in its way. */
    Ratification ratify(Proposal proposal, Optional<TableVersion> published) {
        Optional<Ratification> obstacle = standing(proposal).or(() -> taken(proposal));
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        requireLater(proposal);
        append(proposal, published);
        return new Ratified(proposal.version());
    }

    /** What is decided already about a proposal; empty if its version is the next one. */
    Optional<Ratification> standing(Proposal proposal) {
        if (!proposal.version().isAfter(last())) {
            return Optional.of(repeated(proposal));
        }
        return proposal.version().isAfter(last().next()) ? Optional.of(new Superseded(last())) : Optional.empty();
    }

    /** What became of a proposal for a version that is decided. */
    Ratification repeated(Proposal proposal) {
        RatifiedCommit decided = remembered.get(proposal.version());
        if (decided == null) {
            return new Forgotten(proposal.version());
        }
        return decided.attempt().equals(proposal.attempt()) ? new Ratified(proposal.version()) : new Superseded(last());
    }

    /** The sources of a proposal that are in already; empty if none is. */
    Optional<Ratification> taken(Proposal proposal) {
        List<SourceFile> taken = List.copyOf(ingested(proposal.sources()));
        return taken.isEmpty() ? Optional.empty() : Optional.of(new SourcesTaken(taken));
    }

    void requireLater(Proposal proposal) {
        if (!proposal.summary().committedAt().isAfter(committedAt())) {
            throw SluiceException.bug("version %s is dated %s, which is not after the version before it, %s"
                    .formatted(proposal.version(), proposal.summary().committedAt(), committedAt()));
        }
    }

    /** Makes a proposal the next version, which nothing may stand in the way of. */
    void append(Proposal proposal, Optional<TableVersion> published) {
        published.ifPresent(this::markPublished);
        append(proposal);
    }

    TableTip tip(TableVersion base) {
        TableVersion from = base.next().isAfter(unpublished) ? unpublished : base.next();
        return new TableTip(
                last(),
                committedAt(),
                head,
                List.copyOf(remembered.tailMap(from, true).values()));
    }

    /** What is not ratified is not published either, whatever the caller believes. */
    void markPublished(TableVersion published) {
        TableVersion upTo = published.isAfter(last()) ? last() : published;
        if (upTo.next().isAfter(unpublished)) {
            remembered.subMap(unpublished, true, upTo, true).replaceAll((version, commit) -> withoutContent(commit));
            unpublished = upTo.next();
        }
    }

    Set<SourceFile> ingested(List<SourceFile> asked) {
        Set<SourceFile> found = new LinkedHashSet<>(asked);
        found.retainAll(sources);
        return found;
    }

    private void append(Proposal proposal) {
        remembered.put(
                proposal.version(),
                new RatifiedCommit(
                        proposal.version(), proposal.attempt(), proposal.summary(), Optional.of(proposal.content())));
        proposal.head().ifPresent(changed -> head = changed);
        sources.addAll(proposal.sources());
        while (remembered.size() > Catalog.REMEMBERED_COMMITS && unpublished.isAfter(remembered.firstKey())) {
            remembered.pollFirstEntry();
        }
    }

    private Instant committedAt() {
        return remembered.lastEntry().getValue().summary().committedAt();
    }

    private static RatifiedCommit withoutContent(RatifiedCommit commit) {
        return new RatifiedCommit(commit.version(), commit.attempt(), commit.summary(), Optional.empty());
    }
}
