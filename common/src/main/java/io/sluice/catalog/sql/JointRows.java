package io.sluice.catalog.sql;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.JointRules;
import io.sluice.catalog.sql.CommitRows.Position;
import io.sluice.commit.JointProposal;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.TableProposal;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A commit to several tables in one transaction of the database. It first locks the namespaces in which names change,
 * in their order, and then the rows of all tables, also of those that must be unchanged, in the order of their
 * identities: so everything it looks at stays true until it ends, and two that want the same wait for one another and
 * never in a circle.
 */
final class JointRows {
    private JointRows() {}

    static Answer ratify(Session session, JointProposal joint) throws SQLException {
        Map<TableId, CatalogTable> registered = JointRules.registered(joint);
        NameRows.lockNamespaces(session, joint.names());
        Map<TableId, Optional<Position>> positions = lock(session, joint);
        List<TableProposal> known = joint.parts().stream()
                .filter(part -> positions.get(part.table()).isPresent() || !registered.containsKey(part.table()))
                .toList();
        Optional<Answer> obstacle = JointRules.settled(standings(session, known, positions))
                .or(() -> changed(joint.unchanged(), positions))
                .or(() -> NameRows.gone(joint.names(), positions));
        if (obstacle.isEmpty()) {
            obstacle = NameRows.apply(session, joint.names());
        }
        if (obstacle.isPresent()) {
            if (!joint.names().isEmpty()) {
                session.undo();
            }
            return obstacle.get();
        }
        for (TableProposal part : joint.parts()) {
            Ratification answer = registered.containsKey(part.table())
                    ? CommitRows.insert(session, registered.get(part.table()), part.proposal())
                    : append(session, part, positions);
            if (!(answer instanceof Ratified)) {
                return new Answer(answer, Optional.of(part.table()));
            }
        }
        return JointRules.ratified(joint);
    }

    private static Ratification append(Session session, TableProposal part, Map<TableId, Optional<Position>> positions)
            throws SQLException {
        Position before = positions.get(part.table()).orElseThrow();
        return CommitRows.append(session, part.table(), part.proposal(), before, part.published());
    }

    /** How a row is locked. */
    private interface Lock {
        Optional<Position> take(Session session, TableId table) throws SQLException;
    }

    private static Map<TableId, Optional<Position>> lock(Session session, JointProposal joint) throws SQLException {
        SortedMap<TableId, Lock> locks = new TreeMap<>(Comparator.comparing(TableId::value));
        joint.unchanged().keySet().forEach(table -> locks.put(table, CommitRows::share));
        joint.parts().forEach(part -> locks.put(part.table(), CommitRows::lock));
        joint.names().forEach(change -> locks.put(change.table(), CommitRows::lock));
        Map<TableId, Optional<Position>> positions = new HashMap<>();
        for (Map.Entry<TableId, Lock> entry : locks.entrySet()) {
            positions.put(entry.getKey(), entry.getValue().take(session, entry.getKey()));
        }
        return positions;
    }

    private static Map<TableId, Optional<Ratification>> standings(
            Session session, List<TableProposal> proposals, Map<TableId, Optional<Position>> positions)
            throws SQLException {
        Map<TableId, Optional<Ratification>> standings = new LinkedHashMap<>();
        for (TableProposal part : proposals) {
            standings.put(
                    part.table(),
                    CommitRows.standing(session, part.table(), part.proposal(), positions.get(part.table())));
        }
        return standings;
    }

    /** The first of the tables that is not any more at the version where it should be. */
    private static Optional<Answer> changed(
            Map<TableId, TableVersion> unchanged, Map<TableId, Optional<Position>> positions) {
        for (Map.Entry<TableId, TableVersion> guard : unchanged.entrySet()) {
            Optional<TableVersion> last = positions.get(guard.getKey()).map(Position::last);
            if (!last.equals(Optional.of(guard.getValue()))) {
                Ratification answer = last.<Ratification>map(Superseded::new).orElseGet(TableGone::new);
                return Optional.of(new Answer(answer, Optional.of(guard.getKey())));
            }
        }
        return Optional.empty();
    }
}
