package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.spark.session.LakeSession;
import io.sluice.table.NamespaceName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;

/** The namespaces of a lake. */
public final class Namespaces {
    private final LakeSession session;

    public Namespaces(LakeSession session) {
        this.session = requireNonNull(session, "session");
    }

    public String[][] list() {
        return session
                .existing()
                .map(lake -> lake.catalog().namespaces())
                .orElse(List.of(NamespaceName.DEFAULT))
                .stream()
                .map(namespace -> new String[] {namespace.value()})
                .toArray(String[][]::new);
    }

    /** What is below a namespace: nothing, as they do not nest. */
    public String[][] list(String[] parent) throws NoSuchNamespaceException {
        if (parent.length == 0) {
            return list();
        }
        properties(parent);
        return new String[0][];
    }

    public Map<String, String> properties(String[] name) throws NoSuchNamespaceException {
        return find(name).orElseThrow(() -> new NoSuchNamespaceException(name));
    }

    private Optional<Map<String, String>> find(String[] name) {
        Optional<NamespaceName> namespace = Identifiers.namespace(name);
        if (namespace.isEmpty()) {
            return Optional.empty();
        }
        Optional<Lake> lake = session.existing();
        if (lake.isEmpty()) {
            return namespace.get().equals(NamespaceName.DEFAULT) ? Optional.of(Map.of()) : Optional.empty();
        }
        return lake.get().catalog().namespaceProperties(namespace.get());
    }

    public void create(String[] name, Map<String, String> properties) throws NamespaceAlreadyExistsException {
        NamespaceName namespace = Identifiers.namespace(name)
                .orElseThrow(
                        () -> SluiceException.user("namespace %s cannot be made: namespaces of a lake have one part"
                                .formatted(String.join(".", name))));
        if (find(name).isPresent()) {
            throw new NamespaceAlreadyExistsException(name);
        }
        if (properties.containsKey(SupportsNamespaces.PROP_LOCATION)) {
            throw SluiceException.user(
                    "namespace %s cannot have a location: its tables lie below the warehouse of the lake"
                            .formatted(namespace));
        }
        Map<String, String> kept = new LinkedHashMap<>(properties);
        kept.remove(SupportsNamespaces.PROP_OWNER);
        session.made().catalog().createNamespace(namespace, kept);
    }

    public void alter(String[] name, NamespaceChange... changes) throws NoSuchNamespaceException {
        properties(name);
        Map<String, String> set = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        for (NamespaceChange change : changes) {
            if (change instanceof NamespaceChange.SetProperty property) {
                set.put(property.property(), property.value());
                removed.remove(property.property());
            } else if (change instanceof NamespaceChange.RemoveProperty property) {
                set.remove(property.property());
                removed.add(property.property());
            }
        }
        session.made().catalog().changeNamespaceProperties(required(name), set, removed);
    }

    /** Drops a namespace; false if there is none. */
    public boolean drop(String[] name, Tables within) throws NonEmptyNamespaceException {
        if (find(name).isEmpty() || session.existing().isEmpty()) {
            return false;
        }
        Catalog catalog = session.made().catalog();
        NamespaceName namespace = required(name);
        List<CatalogTable> tables = catalog.tables(namespace);
        if (!tables.isEmpty() && within == Tables.REFUSE) {
            throw new NonEmptyNamespaceException(name);
        }
        tables.forEach(table -> catalog.drop(table.name()));
        catalog.dropNamespace(namespace);
        return true;
    }

    /** What becomes of the tables of a namespace that is dropped. */
    public enum Tables {
        /** The namespace is not dropped if it has any. */
        REFUSE,
        DROP
    }

    /** The tables of a namespace. */
    public Identifier[] tables(String[] name) throws NoSuchNamespaceException {
        properties(name);
        return session.existing().map(lake -> lake.catalog().tables(required(name))).orElse(List.of()).stream()
                .map(table -> Identifiers.identifier(table.name()))
                .toArray(Identifier[]::new);
    }

    private static NamespaceName required(String[] name) {
        return Identifiers.namespace(name).orElseThrow();
    }
}
