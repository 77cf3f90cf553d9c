package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Tip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Delivery.NoReply;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One try to commit to several tables: every part is judged against its own table's winners, all proposals carry one
 * attempt, and the catalog decides on all of them at once. Tables that are only read take no turn: they are judged, and
 * have to be unchanged since, at the level at which inputs matter. For one thread.
 */
final class JointRound {
    /** A part that has been proposed. */
    private record Offer(Participant participant, Proposal proposal) {}

    private final JointTarget joint;
    private final List<Participant> participants;
    private final List<NameChange> names;
    private final Map<TableId, Judge> judges;
    private final Delivery delivery;
    private final AttemptId attempt = AttemptId.random();
    private final List<Offer> offers = new ArrayList<>();
    private final Map<TableId, TableVersion> unchanged = new LinkedHashMap<>();

    JointRound(
            JointTarget joint,
            List<Participant> participants,
            List<NameChange> names,
            Map<TableId, Judge> judges,
            Delivery delivery) {
        this.joint = requireNonNull(joint, "joint");
        this.participants = List.copyOf(participants);
        this.names = List.copyOf(names);
        this.judges = requireNonNull(judges, "judges");
        this.delivery = requireNonNull(delivery, "delivery");
    }

    /** Empty if another writer was faster. */
    Optional<JointOutcome> run() {
        List<TableId> changed = participants.stream()
                .filter(participant -> !participant.transaction().isInput())
                .map(Participant::table)
                .toList();
        Optional<JointOutcome> outcome;
        try (Turn turn = joint.takeTurns(changed)) {
            requireNonNull(turn, "turn");
            outcome = decide();
        }
        if (outcome.isPresent() && outcome.get() instanceof JointOutcome.Committed) {
            offers.forEach(offer -> offer.participant().target().publish(offer.proposal()));
        }
        return outcome;
    }

    private Optional<JointOutcome> decide() {
        Map<Participant, Tip> tips = new LinkedHashMap<>();
        for (Participant participant : participants) {
            if (!matters(participant.transaction())) {
                continue;
            }
            Optional<Tip> tip =
                    participant.target().tip(participant.transaction().reads().version());
            if (tip.isEmpty()) {
                return rejected(participant, CommitOutcome.Rejected.of(RejectionReason.TABLE_GONE));
            }
            Optional<CommitOutcome.Rejected> conflict =
                    judges.get(participant.table()).conflict(tip.get());
            if (conflict.isPresent()) {
                return rejected(participant, conflict.get());
            }
            tips.put(participant, tip.get());
        }
        propose(tips);
        return offer();
    }

    /** What was only read counts at the higher level alone. */
    private static boolean matters(Transaction transaction) {
        return !transaction.isInput() || transaction.isolation() == IsolationLevel.SERIALIZABLE;
    }

    private void propose(Map<Participant, Tip> tips) {
        try {
            tips.forEach((participant, tip) -> {
                if (participant.transaction().isInput()) {
                    unchanged.put(participant.table(), tip.version());
                } else {
                    Proposal proposal = participant.target().propose(tip, participant.transaction(), attempt);
                    offers.add(new Offer(participant, proposal));
                }
            });
        } catch (RuntimeException failure) {
            discardAll();
            throw failure;
        }
    }

    private Optional<JointOutcome> offer() {
        Answer answer;
        try {
            List<TableProposal> parts = offers.stream()
                    .map(offer -> offer.participant().target().part(offer.proposal()))
                    .toList();
            JointProposal proposal = new JointProposal(parts, unchanged, names);
            answer = parts.isEmpty()
                    ? delivery.onlyAnswer(() -> joint.ratify(proposal))
                    : delivery.answer(() -> settled(joint.ratify(proposal)));
        } catch (NoReply silence) {
            return Optional.of(unknown(silence.last()));
        } catch (RuntimeException refused) {
            discardAll();
            throw refused;
        }
        if (answer.answer() instanceof Ratified) {
            return Optional.of(new JointOutcome.Committed(versions()));
        }
        if (answer.answer() instanceof Ratification.Forgotten forgotten) {
            return Optional.of(unknown(
                    SluiceException.bug("the catalog no longer knows who committed version " + forgotten.version())));
        }
        discardAll();
        return Committer.rejection(answer.answer()).map(why -> new JointOutcome.Rejected(answer.table(), why));
    }

    /** The answer, as every target knows it: a format may remember what the catalog has forgotten. */
    private Answer settled(Answer answer) {
        if (answer.answer() instanceof Ratified) {
            offers.forEach(offer -> offer.participant()
                    .target()
                    .settle(offer.proposal(), new Ratified(offer.proposal().version())));
            return answer;
        }
        Optional<Offer> whose = offers.stream()
                .filter(offer ->
                        answer.table().equals(Optional.of(offer.participant().table())))
                .findFirst();
        if (whose.isEmpty()) {
            return answer;
        }
        Ratification known =
                whose.get().participant().target().settle(whose.get().proposal(), answer.answer());
        // Of one attempt all parts are ratified or none.
        return known instanceof Ratified
                ? settled(new Answer(known, Optional.empty()))
                : new Answer(known, answer.table());
    }

    private JointOutcome unknown(RuntimeException cause) {
        return new JointOutcome.Unknown(attempt, versions(), cause);
    }

    private Map<TableId, TableVersion> versions() {
        Map<TableId, TableVersion> versions = new LinkedHashMap<>();
        offers.forEach(offer ->
                versions.put(offer.participant().table(), offer.proposal().version()));
        return versions;
    }

    private void discardAll() {
        offers.forEach(offer -> offer.participant().target().discard(offer.proposal()));
    }

    private static Optional<JointOutcome> rejected(Participant participant, CommitOutcome.Rejected cause) {
        return Optional.of(new JointOutcome.Rejected(Optional.of(participant.table()), cause));
    }
}
