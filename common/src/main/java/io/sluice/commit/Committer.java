package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.CommitTarget.Tip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Delivery.NoReply;
import io.sluice.commit.Ratification.NameTaken;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The only retry loop there is.
 *
 * <p>Each round looks at the tip, asks {@link ConflictRules} about every commit since the transaction's reads, and
 * offers the transaction as the next version. If another writer got that version, the next round begins. If no reply
 * comes, the <em>same</em> proposal is sent again: the catalog knows the attempt and answers what became of it. Only
 * when the catalog stays silent is the outcome {@link Unknown}; then nothing is removed, because the commit may stand.
 *
 * <p>Safe for use by several threads.
 */
public final class Committer {
    private final RetryPolicy policy;
    private final Pacing pacing;
    private final Delivery delivery;

    public Committer(RetryPolicy policy, Pacing pacing) {
        this.policy = requireNonNull(policy, "policy");
        this.pacing = requireNonNull(pacing, "pacing");
        delivery = new Delivery(policy, pacing);
    }

    /**
     * Commits a transaction, rebased over what has landed since its reads.
     *
     * @throws SluiceException if the attempt failed before anything was offered to the catalog; nothing is visible then
     */
    public CommitOutcome commit(CommitTarget target, Transaction transaction) {
        Judge judge = new Judge(target, transaction);
        return rounds(() -> attempt(target, transaction, judge)).orElseGet(() -> Rejected.of(RejectionReason.TOO_BUSY));
    }

    /**
     * Commits to several tables: all parts become versions of their tables, or none. Parts without changes are inputs.
     *
     * @param participants no table twice, at least one with changes
     * @throws SluiceException if the attempt failed before anything was offered to the catalog; nothing is visible then
     */
    public JointOutcome commit(JointTarget joint, List<Participant> participants) {
        return commit(joint, participants, List.of());
    }

    /**
     * The same, with names of tables changed by the same decision.
     *
     * @param participants no table twice, at least one with changes unless names are changed; those that are registered
     *     by a change of names are among them
     */
    public JointOutcome commit(JointTarget joint, List<Participant> participants, List<NameChange> names) {
        Map<TableId, Judge> judges = new HashMap<>();
        participants.forEach(part -> judges.put(part.table(), new Judge(part.target(), part.transaction())));
        return rounds(() -> new JointRound(joint, participants, names, judges, delivery).run())
                .orElseGet(() -> new JointOutcome.Rejected(Optional.empty(), Rejected.of(RejectionReason.TOO_BUSY)));
    }

    /** Goes round until there is an outcome; empty if the policy's bounds are reached before. */
    private <T> Optional<T> rounds(Supplier<Optional<T>> round) {
        Instant deadline = pacing.clock().instant().plus(policy.patience());
        for (int attempt = 1; attempt <= policy.attempts(); attempt++) {
            if (attempt > 1) {
                if (pacing.clock().instant().isAfter(deadline)) {
                    break;
                }
                pacing.pause(policy.pauseAfter(attempt - 1, pacing.random()));
            }
            Optional<T> outcome = round.get();
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    /** One round; empty if another writer got the version. */
    private Optional<CommitOutcome> attempt(CommitTarget target, Transaction transaction, Judge judge) {
        Proposal proposal;
        Optional<CommitOutcome> outcome;
        try (Turn turn = target.takeTurn()) {
            requireNonNull(turn, "turn");
            Optional<Tip> tip = target.tip(transaction.reads().version());
            if (tip.isEmpty()) {
                return Optional.of(Rejected.of(RejectionReason.TABLE_GONE));
            }
            Optional<Rejected> conflict = judge.conflict(tip.get());
            if (conflict.isPresent()) {
                return Optional.of(conflict.get());
            }
            proposal = target.propose(tip.get(), transaction, AttemptId.random());
            outcome = offer(target, proposal);
        }
        if (outcome.isPresent() && outcome.get() instanceof Committed) {
            // The commit is decided: the next writer need not wait until it is published.
            target.publish(proposal);
        }
        return outcome;
    }

    private Optional<CommitOutcome> offer(CommitTarget target, Proposal proposal) {
        Ratification answer;
        try {
            answer = delivery.answer(() -> target.ratify(proposal));
        } catch (NoReply silence) {
            return Optional.of(new Unknown(proposal.attempt(), proposal.version(), silence.last()));
        } catch (SluiceException refused) {
            target.discard(proposal);
            throw refused;
        }
        if (answer instanceof Ratified) {
            return Optional.of(new Committed(proposal.version()));
        }
        if (answer instanceof Ratification.Forgotten) {
            return Optional.of(new Unknown(
                    proposal.attempt(),
                    proposal.version(),
                    SluiceException.bug("the catalog no longer knows who committed version " + proposal.version())));
        }
        target.discard(proposal);
        return rejection(answer).map(rejected -> rejected);
    }

    /** What an answer that ratifies nothing means; empty if the next round may succeed. */
    static Optional<Rejected> rejection(Ratification answer) {
        if (answer instanceof SourcesTaken taken) {
            return Optional.of(new Rejected(RejectionReason.SOURCE_INGESTED, Optional.empty(), taken.sources()));
        }
        if (answer instanceof NameTaken) {
            return Optional.of(Rejected.of(RejectionReason.NAME_TAKEN));
        }
        if (answer instanceof TableGone) {
            return Optional.of(Rejected.of(RejectionReason.TABLE_GONE));
        }
        if (answer instanceof Superseded) {
            return Optional.empty();
        }
        throw SluiceException.bug("unexpected answer of the catalog: " + answer);
    }
}
