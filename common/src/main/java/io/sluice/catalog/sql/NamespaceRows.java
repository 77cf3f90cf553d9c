package io.sluice.catalog.sql;

import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code namespaces}. */
final class NamespaceRows {
    private NamespaceRows() {}

    static List<NamespaceName> list(Session session) throws SQLException {
        return session.query("SELECT name FROM namespaces", row -> new NamespaceName(row.getString(1))).stream()
                .sorted()
                .toList();
    }

    static Optional<Map<String, String>> properties(Session session, NamespaceName name) throws SQLException {
        return session.first(
                "SELECT properties FROM namespaces WHERE name = ?",
                row -> Json.toProperties(row.getString(1)),
                name.value());
    }

    static void create(Session session, NamespaceName name, Map<String, String> properties) throws SQLException {
        if (!insert(session, name, properties)) {
            throw SluiceException.user("namespace %s is there already".formatted(name));
        }
    }

    /** Keeps others from making or dropping it until the transaction ends; false if it is there. */
    private static boolean insert(Session session, NamespaceName name, Map<String, String> properties)
            throws SQLException {
        return session.update(
                        "INSERT INTO namespaces (name, properties) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        name.value(),
                        Json.ofProperties(properties))
                == 1;
    }

    /** Makes it if it is missing, and keeps others from dropping it until the transaction ends. */
    static void ensure(Session session, NamespaceName name) throws SQLException {
        session.update(
                "INSERT INTO namespaces (name, properties) VALUES (?, '{}')"
                        + " ON CONFLICT (name) DO UPDATE SET name = excluded.name",
                name.value());
    }

    /** Keeps others from dropping it until the transaction ends; a user error if it is missing. */
    static Map<String, String> lock(Session session, NamespaceName name) throws SQLException {
        return session.first(
                        "SELECT properties FROM namespaces WHERE name = ?"
                                + session.dialect().forUpdate(),
                        row -> Json.toProperties(row.getString(1)),
                        name.value())
                .orElseThrow(() -> missing(name));
    }

    static void change(Session session, NamespaceName name, Map<String, String> set, Set<String> removed)
            throws SQLException {
        Map<String, String> properties = new LinkedHashMap<>(lock(session, name));
        properties.putAll(set);
        properties.keySet().removeAll(removed);
        session.update(
                "UPDATE namespaces SET properties = ? WHERE name = ?", Json.ofProperties(properties), name.value());
    }

    static void drop(Session session, NamespaceName name) throws SQLException {
        lock(session, name);
        List<String> left =
                session.query("SELECT name FROM tables WHERE namespace = ?", row -> row.getString(1), name.value());
        if (!left.isEmpty()) {
            throw SluiceException.user("namespace %s has %d tables: drop or rename them first, beginning with %s.%s"
                    .formatted(name, left.size(), name, left.get(0)));
        }
        session.update("DELETE FROM namespaces WHERE name = ?", name.value());
    }

    /**
     * Locks first both names and then the tables, in the orders that {@link JointRows} keeps. Nobody adds a table to a
     * namespace that somebody else has locked.
     */
    static void rename(Session session, NamespaceName from, NamespaceName to) throws SQLException {
        boolean isFree;
        Map<String, String> properties;
        if (from.compareTo(to) <= 0) {
            properties = lock(session, from);
            isFree = insert(session, to, Map.of());
        } else {
            isFree = insert(session, to, Map.of());
            properties = lock(session, from);
        }
        if (!isFree) {
            throw SluiceException.user(
                    "namespace %s cannot be renamed: there is a namespace %s already".formatted(from, to));
        }
        for (TableId table : TableRows.ids(session, from)) {
            CommitRows.lock(session, table);
        }
        session.update("UPDATE tables SET namespace = ? WHERE namespace = ?", to.value(), from.value());
        session.update(
                "UPDATE namespaces SET properties = ? WHERE name = ?", Json.ofProperties(properties), to.value());
        session.update("DELETE FROM namespaces WHERE name = ?", from.value());
    }

    static SluiceException missing(NamespaceName name) {
        return SluiceException.user("there is no namespace %s in this lake".formatted(name));
    }
}
