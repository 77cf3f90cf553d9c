package io.sluice.catalog.sql;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.Proposal;
import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table {@code tables}, apart from what a commit moves. */
final class TableRows {
    private static final String SELECT = "SELECT id, namespace, name, format, location FROM tables WHERE ";

    private TableRows() {}

    static List<CatalogTable> list(Session session, NamespaceName namespace) throws SQLException {
        if (NamespaceRows.properties(session, namespace).isEmpty()) {
            throw NamespaceRows.missing(namespace);
        }
        return session.query(SELECT + "namespace = ?", row -> read(session, row), namespace.value()).stream()
                .sorted(Comparator.comparing(CatalogTable::name))
                .toList();
    }

    /** The tables of a namespace, in the order in which they are locked. */
    static List<TableId> ids(Session session, NamespaceName namespace) throws SQLException {
        return session
                .query(
                        "SELECT id FROM tables WHERE namespace = ?",
                        row -> TableId.parse(row.getString(1)),
                        namespace.value())
                .stream()
                .sorted(Comparator.comparing(TableId::value))
                .toList();
    }

    /** Every table with its last version, as of the moment of the one statement. */
    static Map<TableName, Position> positions(Session session) throws SQLException {
        Map<TableName, Position> found = new TreeMap<>();
        session.query(
                        "SELECT id, namespace, name, format, location, last_version FROM tables",
                        row -> new Position(read(session, row), new TableVersion(row.getLong(6))))
                .forEach(position -> found.put(position.table().name(), position));
        return found;
    }

    static Optional<CatalogTable> find(Session session, TableName name) throws SQLException {
        return session.first(
                SELECT + "namespace = ? AND name = ?",
                row -> read(session, row),
                name.namespace().value(),
                name.table());
    }

    /** Adds a table whose name is free. */
    static void insert(Session session, CatalogTable table, Proposal first) throws SQLException {
        long committed = first.summary().committedAt().toEpochMilli();
        session.update(
                "INSERT INTO tables (id, namespace, name, format, location, head, last_version, last_committed_ms,"
                        + " published_version, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                table.id().toString(),
                table.name().namespace().value(),
                table.name().table(),
                table.format(),
                session.dialect().storedLocation(table.location()),
                first.head().orElseThrow(() -> SluiceException.bug("a table begins with a head")),
                first.version().number(),
                committed,
                CommitRows.NOTHING_PUBLISHED,
                committed);
    }

    static void rename(Session session, TableName from, TableName to) throws SQLException {
        NamespaceRows.lock(session, to.namespace());
        TableId id = require(session, from);
        if (find(session, to).isPresent()) {
            throw SluiceException.user("table %s cannot be renamed: there is a table %s already".formatted(from, to));
        }
        setName(session, id, to);
    }

    static void setName(Session session, TableId table, TableName name) throws SQLException {
        session.update(
                "UPDATE tables SET namespace = ?, name = ? WHERE id = ?",
                name.namespace().value(),
                name.table(),
                table.toString());
    }

    /** Frees the name of a table that gets another one in the same transaction. */
    static void setAside(Session session, TableId table) throws SQLException {
        session.update("UPDATE tables SET name = id WHERE id = ?", table.toString());
    }

    static void drop(Session session, TableName name) throws SQLException {
        drop(session, require(session, name));
    }

    static void drop(Session session, TableId table) throws SQLException {
        String id = table.toString();
        session.update("DELETE FROM commits WHERE table_id = ?", id);
        session.update("DELETE FROM sources WHERE table_id = ?", id);
        session.update("DELETE FROM tables WHERE id = ?", id);
    }

    private static TableId require(Session session, TableName name) throws SQLException {
        return session.first(
                        SELECT + "namespace = ? AND name = ?"
                                + session.dialect().forUpdate(),
                        row -> read(session, row).id(),
                        name.namespace().value(),
                        name.table())
                .orElseThrow(() -> SluiceException.user("there is no table %s in this lake".formatted(name)));
    }

    private static CatalogTable read(Session session, ResultSet row) throws SQLException {
        return new CatalogTable(
                TableId.parse(row.getString(1)),
                TableName.of(row.getString(2), row.getString(3)),
                row.getString(4),
                session.dialect().location(row.getString(5)));
    }
}
