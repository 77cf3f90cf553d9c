package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.CommitTarget.Tip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.JointProposal;
import io.sluice.commit.JointTarget;
import io.sluice.commit.Participant;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A commit to one table that others were read for, where the catalog decides on one table at a time: the others are
 * looked at immediately before. A commit to one of them in the moment between is not noticed.
 */
final class SingleTarget implements JointTarget {
    private final Map<TableId, CommitTarget> targets;
    private final Set<AttemptId> offered = new HashSet<>();

    private SingleTarget(Map<TableId, CommitTarget> targets) {
        this.targets = requireNonNull(targets, "targets");
    }

    /** A user error if several tables are changed. */
    static SingleTarget of(List<Participant> participants) {
        if (participants.stream().filter(part -> !part.transaction().isInput()).count() > 1) {
            throw SluiceException.user(
                    "this lake's catalog commits to one table at a time: use one transaction for each table");
        }
        Map<TableId, CommitTarget> targets = new LinkedHashMap<>();
        participants.forEach(part -> targets.put(part.table(), part.target()));
        return new SingleTarget(targets);
    }

    @Override
    public Turn takeTurns(List<TableId> tables) {
        return targets.get(tables.get(0)).takeTurn();
    }

    @Override
    public Answer ratify(JointProposal joint) {
        TableProposal only = joint.parts().get(0);
        // Whoever sends a proposal again may have been ratified: what happened to the inputs since does not matter.
        if (offered.add(only.proposal().attempt())) {
            for (Map.Entry<TableId, TableVersion> input : joint.unchanged().entrySet()) {
                Optional<TableVersion> last =
                        targets.get(input.getKey()).tip(input.getValue()).map(Tip::version);
                if (!last.equals(Optional.of(input.getValue()))) {
                    return new Answer(new Superseded(last.orElse(input.getValue())), Optional.of(input.getKey()));
                }
            }
        }
        Ratification answer = targets.get(only.table()).ratify(only.proposal());
        return new Answer(answer, answer instanceof Ratified ? Optional.empty() : Optional.of(only.table()));
    }
}
