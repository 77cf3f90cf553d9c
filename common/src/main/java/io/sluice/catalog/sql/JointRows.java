package io.sluice.catalog.sql;

import io.sluice.catalog.JointRules;
import io.sluice.catalog.sql.CommitRows.Position;
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
 * A commit to several tables in one transaction of the database. It first locks the rows of all tables, also of those
 * that must be unchanged, and in the order of their identities: so everything it looks at stays true until it ends, and
 * two that want the same tables wait for one another and never in a circle.
 */
final class JointRows {
    private JointRows() {}

    static Answer ratify(Session session, List<TableProposal> proposals, Map<TableId, TableVersion> unchanged)
            throws SQLException {
        Map<TableId, Optional<Position>> positions = lock(session, proposals, unchanged);
        Optional<Answer> obstacle = JointRules.settled(standings(session, proposals, positions));
        if (obstacle.isEmpty()) {
            obstacle = changed(unchanged, positions);
        }
        return obstacle.isPresent() ? obstacle.get() : append(session, proposals, positions);
    }

    /** How a row is locked. */
    private interface Lock {
        Optional<Position> take(Session session, TableId table) throws SQLException;
    }

    private static Map<TableId, Optional<Position>> lock(
            Session session, List<TableProposal> proposals, Map<TableId, TableVersion> unchanged) throws SQLException {
        SortedMap<TableId, Lock> locks = new TreeMap<>(Comparator.comparing(TableId::value));
        unchanged.keySet().forEach(table -> locks.put(table, CommitRows::share));
        proposals.forEach(part -> locks.put(part.table(), CommitRows::lock));
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

    private static Answer append(
            Session session, List<TableProposal> proposals, Map<TableId, Optional<Position>> positions)
            throws SQLException {
        for (TableProposal part : proposals) {
            Position before = positions.get(part.table()).orElseThrow();
            Ratification answer = CommitRows.append(session, part.table(), part.proposal(), before, part.published());
            if (!(answer instanceof Ratified)) {
                return new Answer(answer, Optional.of(part.table()));
            }
        }
        return new Answer(new Ratified(proposals.get(0).proposal().version()), Optional.empty());
    }
}
