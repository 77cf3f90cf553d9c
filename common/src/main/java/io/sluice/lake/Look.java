package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.format.FormatTable;
import io.sluice.scan.Snapshot;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What there is in a lake, as it was when it was asked for first: everything is asked of the catalog once. Where the
 * catalog can commit to several tables, all tables are of one moment; elsewhere each is of the moment of its own first
 * touch. Making a look asks nothing. Safe for use by several threads.
 */
public final class Look {
    /** Of more tables, the states that were not used for the longest time are read from the log again. */
    private static final int MOST_SNAPSHOTS = 64;

    private final Lake lake;
    private final Map<TableName, Optional<Position>> touched = new HashMap<>();
    private final Map<NamespaceName, Optional<Map<String, String>>> namespaces = new HashMap<>();
    private final Map<Version, Loaded> snapshots = new LinkedHashMap<>(16, 0.75f, true);
    /** All tables of the lake, once they were asked for; null before, and where the catalog has no such look. */
    private Map<TableName, Position> positions;

    private List<NamespaceName> namespaceNames;

    Look(Lake lake) {
        this.lake = requireNonNull(lake, "lake");
    }

    private record Version(TableId table, TableVersion version) {}

    /** A state that is loaded when it is first needed. */
    private static final class Loaded {
        private Snapshot snapshot;

        synchronized Snapshot of(FormatTable table, TableVersion version) {
            if (snapshot == null) {
                snapshot = table.snapshotAt(version);
            }
            return snapshot;
        }
    }

    /** Asks for all tables at one moment, where the catalog can tell. */
    synchronized void take() {
        if (positions == null && lake.catalog() instanceof MultiTableCommit several) {
            positions = several.positions();
        }
    }

    /** The table of that name and its last version; empty if there is none. */
    synchronized Optional<Position> position(TableName name) {
        take();
        if (positions != null) {
            return Optional.ofNullable(positions.get(name));
        }
        Optional<Position> known = touched.get(name);
        if (known == null) {
            known = lake.find(name)
                    .map(table -> new Position(table.table(), table.current().version()));
            touched.put(name, known);
        }
        return known;
    }

    /** The names of all tables. */
    synchronized Set<TableName> tables() {
        take();
        if (positions != null) {
            return new TreeSet<>(positions.keySet());
        }
        Set<TableName> found = new TreeSet<>();
        Catalog catalog = lake.catalog();
        catalog.namespaces().forEach(namespace -> catalog.tables(namespace).forEach(table -> found.add(table.name())));
        return found;
    }

    /** The state of a table in a version that it has. */
    Snapshot snapshot(FormatTable table, TableVersion version) {
        Loaded loaded;
        synchronized (this) {
            loaded = snapshots.computeIfAbsent(new Version(table.table().id(), version), any -> new Loaded());
            if (snapshots.size() > MOST_SNAPSHOTS) {
                snapshots.remove(snapshots.keySet().iterator().next());
            }
        }
        return loaded.of(table, version);
    }

    /** All namespaces, by name. */
    public synchronized List<NamespaceName> namespaces() {
        if (namespaceNames == null) {
            namespaceNames = lake.catalog().namespaces();
        }
        return namespaceNames;
    }

    /** The properties of a namespace; empty if there is none of that name. */
    public synchronized Optional<Map<String, String>> properties(NamespaceName name) {
        Optional<Map<String, String>> known = namespaces.get(name);
        if (known == null) {
            known = lake.catalog().namespaceProperties(name);
            namespaces.put(name, known);
        }
        return known;
    }
}
