package io.sluice.commit;

import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.error.SluiceException;
import io.sluice.scan.FileChanges;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of which a test says how it answers. Without a script it decides as a catalog does, and remembers everything
 * that was done to it.
 */
final class ScriptedTarget implements CommitTarget {
    /** How one delivery ends. */
    enum Fate {
        /** Decided, and the answer arrives. */
        ANSWERED,
        /** Decided, and the answer is lost. */
        REPLY_LOST,
        /** Lost on the way to the catalog. */
        REQUEST_LOST,
        /** The catalog says that it cannot: nothing happened. */
        REFUSED,
        /** Another writer is faster. */
        OVERTAKEN,
        /** A bug of the backend. */
        BROKEN
    }

    private static final TableMetadata METADATA = new TableMetadata(
            TableId.random(),
            TableSchema.of(Field.optional("id", Primitive.LONG)),
            List.of(),
            Map.of(),
            Optional.empty());

    final TableId id = TableId.random();
    final Deque<Fate> fates = new ArrayDeque<>();
    final List<AttemptId> landed = new ArrayList<>();
    final List<AttemptId> offered = new ArrayList<>();
    final List<AttemptId> published = new ArrayList<>();
    final List<AttemptId> discarded = new ArrayList<>();
    /** What a winner that overtakes does. */
    ChangeKind winnersKind = ChangeKind.APPEND;

    Optional<Ratification> decision = Optional.empty();
    boolean gone;
    int turns;
    int openTurns;

    private final List<Winner> winners = new ArrayList<>();

    @Override
    public Turn takeTurn() {
        turns++;
        openTurns++;
        return () -> openTurns--;
    }

    @Override
    public Optional<Tip> tip(TableVersion base) {
        return gone ? Optional.empty() : Optional.of(new Tip(new TableVersion(landed.size()), List.copyOf(winners)));
    }

    @Override
    public Proposal propose(Tip tip, Transaction transaction, AttemptId attempt) {
        return new Proposal(
                tip.version().next(),
                attempt,
                summary(transaction.kinds()),
                new CommitContent.Inline(new byte[0]),
                Optional.empty(),
                transaction.sources());
    }

    @Override
    public Ratification ratify(Proposal proposal) {
        offered.add(proposal.attempt());
        Fate fate = fates.isEmpty() ? Fate.ANSWERED : fates.poll();
        return switch (fate) {
            case ANSWERED -> decide(proposal);
            case REPLY_LOST -> {
                decide(proposal);
                throw SluiceException.external("the reply was lost", null);
            }
            case REQUEST_LOST -> throw SluiceException.external("the request was lost", null);
            case REFUSED -> throw SluiceException.resources("the disk is full", null);
            case OVERTAKEN -> {
                overtake();
                yield decide(proposal);
            }
            case BROKEN -> throw new IllegalStateException("a bug");
        };
    }

    private Ratification decide(Proposal proposal) {
        if (decision.isPresent()) {
            return decision.get();
        }
        int index = (int) proposal.version().number() - 1;
        if (index < landed.size()) {
            return landed.get(index).equals(proposal.attempt())
                    ? new Ratified(proposal.version())
                    : new Superseded(new TableVersion(landed.size()));
        }
        land(proposal.attempt(), ChangeKind.APPEND);
        return new Ratified(proposal.version());
    }

    /** Another writer's commit lands. */
    void overtake() {
        land(AttemptId.random(), winnersKind);
    }

    TableVersion last() {
        return new TableVersion(landed.size());
    }

    void land(AttemptId attempt, ChangeKind kind) {
        landed.add(attempt);
        winners.add(new Winner(new TableVersion(landed.size()), summary(EnumSet.of(kind))));
    }

    private static CommitSummary summary(Set<ChangeKind> kinds) {
        return new CommitSummary(Instant.EPOCH, "test/1", "WRITE", kinds, Map.of());
    }

    @Override
    public FileChanges changes(Winner winner) {
        return FileChanges.NONE;
    }

    @Override
    public TableMetadata metadata() {
        return METADATA;
    }

    @Override
    public TableProposal part(Proposal proposal) {
        return new TableProposal(id, proposal, Optional.empty());
    }

    @Override
    public void publish(Proposal proposal) {
        published.add(proposal.attempt());
    }

    @Override
    public void discard(Proposal proposal) {
        discarded.add(proposal.attempt());
    }
}
