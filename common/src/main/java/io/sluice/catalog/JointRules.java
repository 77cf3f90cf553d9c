package io.sluice.catalog;

import io.sluice.commit.AttemptId;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What every backend asks of a joint commit, and how it reads what became of an earlier delivery of it. */
public final class JointRules {
    private JointRules() {}

    /**
     * Refuses what is no joint commit.
     *
     * @throws SluiceException of kind {@code BUG} if there is no proposal, a table is named twice, or the proposals are
     *     not of one attempt
     */
    public static void check(List<TableProposal> proposals, Map<TableId, TableVersion> unchanged) {
        if (proposals.isEmpty()) {
            throw SluiceException.bug("a joint commit has at least one proposal");
        }
        Set<TableId> seen = new HashSet<>(unchanged.keySet());
        AttemptId attempt = proposals.get(0).proposal().attempt();
        for (TableProposal part : proposals) {
            if (!seen.add(part.table())) {
                throw SluiceException.bug("a joint commit names table %s twice".formatted(part.table()));
            }
            if (!part.proposal().attempt().equals(attempt)) {
                throw SluiceException.bug("a joint commit has two attempts, %s and %s"
                        .formatted(attempt, part.proposal().attempt()));
            }
        }
    }

    /**
     * The answer to a joint commit of which something is decided already; empty if all of it is open. As parts are
     * ratified together, one part that was ratified shows that all were, and one that was not, that none was.
     *
     * @param standings what is decided of each part, see {@link Ratification}; empty where the part's version is the
     *     next one of its table
     */
    public static Optional<Answer> settled(Map<TableId, Optional<Ratification>> standings) {
        Optional<Answer> ratified = first(standings, Ratified.class::isInstance);
        Optional<Answer> superseded = first(standings, Superseded.class::isInstance);
        boolean open = standings.values().stream().anyMatch(Optional::isEmpty);
        if (ratified.isPresent()) {
            if (open || superseded.isPresent()) {
                throw SluiceException.bug("a joint commit was ratified in part: " + standings);
            }
            return Optional.of(new Answer(ratified.get().answer(), Optional.empty()));
        }
        // A dropped table tells nothing of a commit that may have been before; a forgotten version says so.
        return superseded
                .or(() -> first(standings, Forgotten.class::isInstance))
                .or(() -> first(standings, standing -> true));
    }

    private static Optional<Answer> first(
            Map<TableId, Optional<Ratification>> standings, Predicate<Ratification> wanted) {
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().filter(wanted).isPresent())
                .findFirst()
                .map(entry -> new Answer(entry.getValue().get(), Optional.of(entry.getKey())));
    }
}
