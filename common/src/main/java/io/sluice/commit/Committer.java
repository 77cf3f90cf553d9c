package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.CommitTarget.Tip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.error.SluiceException;
import java.time.Instant;
import java.util.Optional;

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

    public Committer(RetryPolicy policy, Pacing pacing) {
        this.policy = requireNonNull(policy, "policy");
        this.pacing = requireNonNull(pacing, "pacing");
    }

    /**
     * Commits a transaction, rebased over what has landed since its reads.
     *
     * @throws SluiceException if the attempt failed before anything was offered to the catalog; nothing is visible then
     */
    public CommitOutcome commit(CommitTarget target, Transaction transaction) {
        Instant deadline = pacing.clock().instant().plus(policy.patience());
        for (int attempt = 1; attempt <= policy.attempts(); attempt++) {
            if (attempt > 1) {
                if (pacing.clock().instant().isAfter(deadline)) {
                    break;
                }
                pacing.pause(policy.pauseAfter(attempt - 1, pacing.random()));
            }
            Optional<CommitOutcome> outcome = attempt(target, transaction);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return Rejected.of(RejectionReason.TOO_BUSY);
    }

    /** One round; empty if another writer got the version. */
    private Optional<CommitOutcome> attempt(CommitTarget target, Transaction transaction) {
        Proposal proposal;
        Optional<CommitOutcome> outcome;
        try (Turn turn = target.takeTurn()) {
            requireNonNull(turn, "turn");
            Optional<Tip> tip = target.tip(transaction.reads().version());
            if (tip.isEmpty()) {
                return Optional.of(Rejected.of(RejectionReason.TABLE_GONE));
            }
            for (Winner winner : tip.get().winners()) {
                Optional<RejectionReason> reason = ConflictRules.conflict(transaction, winner);
                if (reason.isPresent()) {
                    return Optional.of(Rejected.by(reason.get(), winner));
                }
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
            answer = deliver(target, proposal);
        } catch (NoReply silence) {
            return Optional.of(new Unknown(proposal.attempt(), proposal.version(), silence.last));
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
        if (answer instanceof SourcesTaken taken) {
            return Optional.of(new Rejected(RejectionReason.SOURCE_INGESTED, Optional.empty(), taken.sources()));
        }
        return answer instanceof TableGone ? Optional.of(Rejected.of(RejectionReason.TABLE_GONE)) : superseded(answer);
    }

    private static Optional<CommitOutcome> superseded(Ratification answer) {
        if (answer instanceof Superseded) {
            return Optional.empty();
        }
        throw SluiceException.bug("unexpected answer of the catalog: " + answer);
    }

    /** Sends one proposal until a reply comes. */
    private Ratification deliver(CommitTarget target, Proposal proposal) throws NoReply {
        for (int delivery = 1; ; delivery++) {
            try {
                return target.ratify(proposal);
            } catch (SluiceException failure) {
                boolean lastReplyWasLost = failure.kind() == SluiceException.Kind.EXTERNAL;
                if (!lastReplyWasLost && delivery == 1) {
                    throw failure;
                }
                // A plain refusal says nothing about an earlier delivery whose reply was lost.
                if (!lastReplyWasLost || delivery >= policy.deliveries()) {
                    throw new NoReply(failure);
                }
                awaitNextDelivery(delivery, failure);
            } catch (RuntimeException bug) {
                // It says nothing about what the catalog has done.
                throw new NoReply(bug);
            }
        }
    }

    private void awaitNextDelivery(int delivery, SluiceException failure) throws NoReply {
        try {
            pacing.pause(policy.pauseAfter(delivery, pacing.random()));
        } catch (SluiceException interrupted) {
            interrupted.addSuppressed(failure);
            throw new NoReply(interrupted);
        }
    }

    /** The catalog did not answer within the policy's bounds. */
    private static final class NoReply extends Exception {
        private static final long serialVersionUID = 1L;
        private final RuntimeException last;

        NoReply(RuntimeException last) {
            super(last);
            this.last = last;
        }
    }
}
