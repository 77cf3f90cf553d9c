package io.sluice.catalog;

import io.sluice.commit.AttemptId;
import io.sluice.commit.JointProposal;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.NameChange;
import io.sluice.commit.NameChange.Register;
import io.sluice.commit.NameChange.Rename;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
     * @throws SluiceException of kind {@code BUG} if it changes nothing, a table or a name is there twice, the
     *     proposals are not of one attempt, or a table is dropped that is changed, or made without a first version
     */
    public static void check(JointProposal joint) {
        if (joint.parts().isEmpty() && joint.names().isEmpty()) {
            throw SluiceException.bug("a joint commit has at least one proposal or change of names");
        }
        Set<TableId> seen = new HashSet<>(joint.unchanged().keySet());
        Map<TableId, Proposal> proposals = new HashMap<>();
        for (TableProposal part : joint.parts()) {
            if (!seen.add(part.table())) {
                throw twice("table " + part.table());
            }
            AttemptId attempt = joint.parts().get(0).proposal().attempt();
            if (!part.proposal().attempt().equals(attempt)) {
                throw SluiceException.bug("a joint commit has two attempts, %s and %s"
                        .formatted(attempt, part.proposal().attempt()));
            }
            proposals.put(part.table(), part.proposal());
        }
        checkNames(joint.names(), proposals);
    }

    private static void checkNames(List<NameChange> names, Map<TableId, Proposal> proposals) {
        Set<Object> seen = new HashSet<>();
        for (NameChange change : names) {
            if (!seen.add(change.table())) {
                throw twice("table " + change.table());
            }
            name(change).filter(name -> !seen.add(name)).ifPresent(name -> {
                throw twice("name " + name);
            });
            Optional<TableVersion> proposed =
                    Optional.ofNullable(proposals.get(change.table())).map(Proposal::version);
            boolean fits = change instanceof Register
                    ? proposed.equals(Optional.of(TableVersion.FIRST))
                    : change instanceof Rename || proposed.isEmpty();
            if (!fits) {
                throw SluiceException.bug("a joint commit has %s beside version %s".formatted(change, proposed));
            }
        }
    }

    private static SluiceException twice(String what) {
        return SluiceException.bug("a joint commit has %s twice".formatted(what));
    }

    /** The name that a table is to have; empty if it is to go. */
    public static Optional<TableName> name(NameChange change) {
        if (change instanceof Register register) {
            return Optional.of(register.name());
        }
        return change instanceof Rename rename ? Optional.of(rename.name()) : Optional.empty();
    }

    /** The tables that are to be made. */
    public static Map<TableId, CatalogTable> registered(JointProposal joint) {
        Map<TableId, CatalogTable> tables = new LinkedHashMap<>();
        for (NameChange change : joint.names()) {
            if (change instanceof Register it) {
                tables.put(it.table(), new CatalogTable(it.table(), it.name(), it.format(), it.location()));
            }
        }
        return tables;
    }

    /** The answer to a joint commit that lands. */
    public static Answer ratified(JointProposal joint) {
        TableVersion version = joint.parts().stream()
                .findFirst()
                .map(part -> part.proposal().version())
                .orElse(TableVersion.FIRST);
        return new Answer(new Ratified(version), Optional.empty());
    }

    /**
     * The answer to a joint commit of which something is decided already; empty if all of it is open. As parts are
     * ratified together, one part that was ratified shows that all were, and one that was not, that none was.
     *
     * @param standings what is decided of each part, see {@link Ratification}; empty where the part's version is the
     *     next one of its table. Tables that are to be made and are not there are left out
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
