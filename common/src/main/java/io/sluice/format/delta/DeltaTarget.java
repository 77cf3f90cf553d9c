package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.RatifiedCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.commit.Transaction;
import io.sluice.commit.Winner;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.scan.FileChanges;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to one Delta table. A small blind append looks at the catalog once, is ratified once, and stores one file:
 * the published commit.
 */
final class DeltaTarget implements CommitTarget {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaTarget.class);

    private final DeltaTable table;
    private final Catalog catalog;
    private final TableId id;
    /** Attempts that have a file of deletion vectors. */
    private final Set<AttemptId> withVectors = new HashSet<>();

    private TableTip tip;

    DeltaTarget(DeltaTable table, Catalog catalog) {
        this.table = requireNonNull(table, "table");
        this.catalog = requireNonNull(catalog, "catalog");
        id = table.table().id();
    }

    @Override
    public Turn takeTurn() {
        return catalog.takeTurn(id);
    }

    @Override
    public Optional<Tip> tip(TableVersion base) {
        Optional<TableTip> found = catalog.tip(id, base);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        tip = found.get();
        if (base.isAfter(tip.version())) {
            throw SluiceException.user(
                    "table %s is at version %s, but version %s of it was read: was the catalog set back?"
                            .formatted(table.table().name(), tip.version(), base));
        }
        return Optional.of(new Tip(tip.version(), winners(base)));
    }

    private List<Winner> winners(TableVersion base) {
        List<RatifiedCommit> recent = tip.recent();
        TableVersion remembered =
                recent.isEmpty() ? tip.version().next() : recent.get(0).version();
        List<Winner> winners = new ArrayList<>();
        for (TableVersion version = base.next(); remembered.isAfter(version); version = version.next()) {
            winners.add(publishedWinner(version));
        }
        for (RatifiedCommit commit : recent) {
            if (commit.version().isAfter(base)) {
                winners.add(new Winner(commit.version(), commit.summary()));
            }
        }
        return winners;
    }

    private Winner publishedWinner(TableVersion version) {
        byte[] content = table.commits()
                .published(version)
                .orElseThrow(() -> SluiceException.user(
                        ("table %s has moved on too far since it was read: its log no longer has version %s; read it"
                                        + " again and repeat the write")
                                .formatted(table.table().name(), version)));
        return new Winner(version, PublishedSummary.of(table.files().commit(version), content));
    }

    @Override
    public Proposal propose(Tip onTopOf, Transaction transaction, AttemptId attempt) {
        if (!onTopOf.version().equals(tip.version())) {
            throw SluiceException.bug(
                    "proposed on version %s, but the last tip was %s".formatted(onTopOf.version(), tip.version()));
        }
        KnownHead head = table.known(tip.head());
        CommitDraft draft = CommitDraft.fold(head, new TipStates(tip), transaction.changes());
        TableVersion version = tip.version().next();
        Instant committedAt = later(table.now(), tip.committedAt());
        VectorDraft vectors = new VectorDraft(attempt);
        byte[] content = ActionWriter.write(draft.actions(version, transaction, attempt, committedAt, vectors));
        return new Proposal(
                version,
                attempt,
                draft.summary(transaction.operation(), transaction.kinds(), committedAt),
                stored(version, attempt, content, vectors),
                draft.changedHead().map(DeltaHead::text),
                transaction.sources());
    }

    /** Leaves nothing behind if it fails. */
    private CommitContent stored(TableVersion version, AttemptId attempt, byte[] content, VectorDraft vectors) {
        try {
            vectors.content().ifPresent(bytes -> {
                withVectors.add(attempt);
                table.commits().storeVectors(attempt, bytes);
            });
            return table.commits().prepared(version, attempt, content);
        } catch (RuntimeException failure) {
            discardVectors(attempt);
            throw failure;
        }
    }

    /** Reads from the log as late as possible, and most often never. */
    private final class TipStates implements States {
        private final TableTip at;

        TipStates(TableTip at) {
            this.at = at;
        }

        @Override
        public DeltaSnapshot tip() {
            return at(at.version());
        }

        @Override
        public DeltaSnapshot at(TableVersion version) {
            return table.log().at(version, at);
        }

        @Override
        public boolean isThere(String location) {
            return table.commits().isThere(location);
        }
    }

    /** Source: Delta protocol, "Writer Requirements for In-Commit Timestamps". */
    private static Instant later(Instant now, Instant last) {
        return Instant.ofEpochMilli(Math.max(now.toEpochMilli(), last.toEpochMilli() + 1));
    }

    @Override
    public Ratification ratify(Proposal proposal) {
        tidyUp();
        return settle(proposal, catalog.ratify(id, proposal, table.publisher().durable()));
    }

    @Override
    public Ratification settle(Proposal proposal, Ratification answer) {
        if (answer instanceof Ratified) {
            table.publisher().claim(proposal.version());
        }
        return answer instanceof Forgotten ? lookedUp(proposal) : answer;
    }

    /** Where every process commits only once, nobody lives long enough to tell the catalog what it has published. */
    private void tidyUp() {
        if (table.publisher().isBacklog(tip.recent())) {
            try {
                table.publisher().publishAll(tip.recent());
            } catch (RuntimeException failure) {
                LOG.warn(
                        "table {}: earlier commits are not published yet",
                        table.table().name(),
                        failure);
            }
        }
    }

    /** The catalog forgets only what is published, and the published commit says whose it is. */
    private Ratification lookedUp(Proposal proposal) {
        Optional<byte[]> published = table.commits().published(proposal.version());
        if (published.isEmpty()) {
            return new Forgotten(proposal.version());
        }
        Optional<String> winner = ActionReader.provenance(table.files().commit(proposal.version()), published.get())
                .flatMap(Provenance::txnId);
        return winner.equals(Optional.of(proposal.attempt().toString()))
                ? new Ratified(proposal.version())
                : new Superseded(proposal.version());
    }

    @Override
    public FileChanges changes(Winner winner) {
        return table.log()
                .changeLog(tip)
                .of(winner.version(), table.known(tip.head()).head().table());
    }

    @Override
    public TableMetadata metadata() {
        return table.known(tip.head()).head().table();
    }

    @Override
    public TableProposal part(Proposal proposal) {
        tidyUp();
        return new TableProposal(id, proposal, table.publisher().durable());
    }

    @Override
    public void publish(Proposal proposal) {
        try {
            table.publisher().publish(tip.recent(), proposal.version(), proposal.content());
            Map<String, String> properties = table.known(proposal.head().orElse(tip.head()))
                    .head()
                    .table()
                    .properties();
            table.checkpointIfDue(proposal.version(), DeltaProperties.checkpointInterval(properties));
        } catch (RuntimeException failure) {
            // The commit stands: the catalog keeps its content, and whoever comes next publishes it.
            LOG.warn(
                    "version {} of table {} is committed, but not published yet",
                    proposal.version(),
                    table.table().name(),
                    failure);
        }
    }

    @Override
    public void discard(Proposal proposal) {
        discard(table, proposal.content());
        discardVectors(proposal.attempt());
    }

    private void discardVectors(AttemptId attempt) {
        if (!withVectors.remove(attempt)) {
            return;
        }
        try {
            table.commits().discardVectors(attempt);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "table {}: deletion vectors of a commit that lost could not be removed",
                    table.table().name(),
                    failure);
        }
    }

    static void discard(DeltaTable table, CommitContent content) {
        try {
            table.commits().discard(content);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "table {}: a staged commit that lost could not be removed",
                    table.table().name(),
                    failure);
        }
    }
}
