package io.sluice.catalog;

import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Proposal;
import io.sluice.commit.SourceFile;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables and proposals as tests make them: version v is dated v seconds after the year 2026 began. */
public final class Proposals {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private Proposals() {}

    public static CatalogTable newTable(String namespace, String name) {
        TableId id = TableId.random();
        return new CatalogTable(id, TableName.of(namespace, name), "delta", "/lake/%s/%s".formatted(name, id));
    }

    public static TableVersion version(long number) {
        return new TableVersion(number);
    }

    public static Instant dateOf(long version) {
        return BEGINNING.plusSeconds(version);
    }

    public static Proposal first() {
        return withHead(append(0), "head 0");
    }

    /** A blind append with its content inline, and no sources. */
    public static Proposal append(long version, SourceFile... sources) {
        return append(version, List.of(sources));
    }

    public static Proposal append(long version, List<SourceFile> sources) {
        CommitSummary summary = new CommitSummary(
                dateOf(version),
                "test/1",
                "WRITE",
                EnumSet.of(ChangeKind.APPEND, ChangeKind.SOURCES),
                Map.of("stream \"a\" \u00fc", version));
        return new Proposal(
                version(version),
                AttemptId.random(),
                summary,
                new CommitContent.Inline(("{\"version\":" + version + "}\n").getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                sources);
    }

    public static Proposal withHead(Proposal proposal, String head) {
        return new Proposal(
                proposal.version(),
                proposal.attempt(),
                proposal.summary(),
                proposal.content(),
                Optional.of(head),
                proposal.sources());
    }

    /** The same proposal of another attempt: parts of a joint commit have one. */
    public static Proposal of(AttemptId attempt, Proposal proposal) {
        return new Proposal(
                proposal.version(),
                attempt,
                proposal.summary(),
                proposal.content(),
                proposal.head(),
                proposal.sources());
    }

    public static Proposal withContent(Proposal proposal, CommitContent content) {
        return new Proposal(
                proposal.version(),
                proposal.attempt(),
                proposal.summary(),
                content,
                proposal.head(),
                proposal.sources());
    }

    public static SourceFile source(String name) {
        return new SourceFile("/landing/" + name, "etag-" + name);
    }
}
