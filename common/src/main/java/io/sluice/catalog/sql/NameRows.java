package io.sluice.catalog.sql;

import io.sluice.catalog.JointRules;
import io.sluice.catalog.sql.CommitRows.Position;
import io.sluice.commit.JointTarget.Answer;
import io.sluice.commit.NameChange;
import io.sluice.commit.NameChange.Drop;
import io.sluice.commit.NameChange.Rename;
import io.sluice.commit.Ratification.NameTaken;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Changes of names within a transaction of the database that also commits. */
final class NameRows {
    private NameRows() {}

    /** Whoever gives a name in a namespace waits for those who are at it, so that a name that is free stays so. */
    static void lockNamespaces(Session session, List<NameChange> names) throws SQLException {
        TreeSet<NamespaceName> namespaces = new TreeSet<>();
        names.forEach(
                change -> JointRules.name(change).map(TableName::namespace).ifPresent(namespaces::add));
        for (NamespaceName namespace : namespaces) {
            NamespaceRows.ensure(session, namespace);
        }
    }

    /** The first table that is to lose its name and is not there any more. */
    static Optional<Answer> gone(List<NameChange> names, Map<TableId, Optional<Position>> positions) {
        return names.stream()
                .filter(change -> change instanceof Drop || change instanceof Rename)
                .filter(change -> positions.get(change.table()).isEmpty())
                .findFirst()
                .map(change -> new Answer(new TableGone(), Optional.of(change.table())));
    }

    /**
     * Drops and renames; tells which name is not free, for tables that are to be made too. Every name that is given up
     * is free before the first is given.
     */
    static Optional<Answer> apply(Session session, List<NameChange> names) throws SQLException {
        for (NameChange change : names) {
            if (change instanceof Drop) {
                TableRows.drop(session, change.table());
            } else if (change instanceof Rename) {
                TableRows.setAside(session, change.table());
            }
        }
        for (NameChange change : names) {
            Optional<TableName> name = JointRules.name(change);
            if (name.isPresent() && TableRows.find(session, name.get()).isPresent()) {
                return Optional.of(new Answer(new NameTaken(name.get()), Optional.of(change.table())));
            }
            if (change instanceof Rename rename) {
                TableRows.setName(session, rename.table(), rename.name());
            }
        }
        return Optional.empty();
    }
}
