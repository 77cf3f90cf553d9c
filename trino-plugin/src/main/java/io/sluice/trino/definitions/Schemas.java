package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.error.SluiceException;
import io.sluice.lake.Look;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableName;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaNotFoundException;
import io.trino.spi.session.PropertyMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The namespaces of a lake. They are made and renamed at once, whatever becomes of the transaction, and removed after
 * its commit. Safe for use by several threads.
 */
public final class Schemas {
    private static final String EXTRA = "extra_properties";

    private final SluiceTransaction transaction;
    /** Properties of those that were asked for; empty for what is no namespace. */
    private final Map<String, Optional<Map<String, String>>> known = new TreeMap<>();
    /** Where they are from, if the transaction does not look itself. */
    private Optional<Look> source = Optional.empty();

    private final Set<NamespaceName> dropped = new TreeSet<>();

    Schemas(SluiceTransaction transaction) {
        this.transaction = requireNonNull(transaction, "transaction");
    }

    /** What stands after WITH when a schema is made. */
    public static List<PropertyMetadata<?>> declared() {
        return List.of(TableSettings.texts(EXTRA, "Properties of the namespace"));
    }

    /** The schemas that the transaction sees, by name. */
    public synchronized List<String> names() {
        return transaction.seen().map(Look::namespaces).orElseGet(catalog()::namespaces).stream()
                .filter(name -> !dropped.contains(name))
                .map(NamespaceName::value)
                .toList();
    }

    boolean exists(String schema) {
        if (properties(schema).isEmpty()) {
            // Somebody may have made it lately.
            transaction.lookAnew();
        }
        return properties(schema).isPresent();
    }

    void require(String schema) {
        if (!exists(schema)) {
            throw new SchemaNotFoundException(schema);
        }
    }

    /** All properties, views among them; empty if there is no such schema. */
    synchronized Optional<Map<String, String>> properties(String schema) {
        Optional<Look> seen = transaction.seen();
        if (!seen.equals(source)) {
            known.clear();
            source = seen;
        }
        return known.computeIfAbsent(
                schema,
                name -> parsed(name)
                        .filter(namespace -> !dropped.contains(namespace))
                        .flatMap(namespace -> seen.map(look -> look.properties(namespace))
                                .orElseGet(() -> catalog().namespaceProperties(namespace))));
    }

    Map<String, Object> shown(String schema) {
        Map<String, String> own =
                new LinkedHashMap<>(properties(schema).orElseThrow(() -> new SchemaNotFoundException(schema)));
        own.keySet().removeIf(Views::isView);
        return own.isEmpty() ? Map.of() : Map.of(EXTRA, TableSettings.shown(own));
    }

    synchronized void change(String schema, Map<String, String> set, Set<String> removed) {
        transaction.beforeChange();
        catalog().changeNamespaceProperties(new NamespaceName(schema), set, removed);
        known.remove(schema);
    }

    synchronized void create(String schema, Map<String, Object> settings) {
        transaction.beforeChange();
        if (exists(schema)) {
            throw new TrinoException(
                    StandardErrorCode.SCHEMA_ALREADY_EXISTS, "Schema %s already exists".formatted(schema));
        }
        NamespaceName name = new NamespaceName(schema);
        if (dropped.contains(name)) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "schema %s is dropped when the transaction is committed: make it anew after that"
                            .formatted(schema));
        }
        Map<String, String> properties = TableSettings.texts(settings.get(EXTRA));
        if (properties.keySet().stream().anyMatch(Views::isView)) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_SCHEMA_PROPERTY,
                    "properties that begin with '%s' are Trino's own".formatted(Views.PREFIX));
        }
        catalog().createNamespace(name, properties);
        known.remove(schema);
    }

    /** Gives a schema another name, with its tables and views, for everybody at once. */
    synchronized void rename(String from, String to) {
        transaction.beforeChange();
        require(from);
        if (exists(to)) {
            throw new TrinoException(StandardErrorCode.SCHEMA_ALREADY_EXISTS, "Schema %s already exists".formatted(to));
        }
        NamespaceName name = new NamespaceName(from);
        if (name.equals(NamespaceName.DEFAULT)) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "schema %s belongs to every lake and cannot be renamed".formatted(name));
        }
        if (transaction.hasLooked()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "schema %s cannot be renamed in a transaction that has looked at tables, as it knows them by their old names: COMMIT or ROLLBACK first"
                            .formatted(name));
        }
        catalog().renameNamespace(name, new NamespaceName(to));
        known.remove(from);
        known.remove(to);
    }

    /** What becomes of what is in a schema that is dropped. */
    enum Contents {
        /** The schema is not dropped if there is any. */
        REFUSE,
        DROP
    }

    synchronized void drop(String schema, Contents contents) {
        transaction.beforeChange();
        require(schema);
        NamespaceName name = new NamespaceName(schema);
        List<TableName> tables = transaction.names().stream()
                .filter(table -> table.namespace().equals(name))
                .toList();
        boolean hasViews = properties(schema).orElseThrow().keySet().stream().anyMatch(Views::isView);
        if (contents == Contents.REFUSE && (hasViews || !tables.isEmpty())) {
            throw new TrinoException(StandardErrorCode.SCHEMA_NOT_EMPTY, "Schema not empty: " + schema);
        }
        if (name.equals(NamespaceName.DEFAULT)) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "schema %s belongs to every lake and cannot be dropped".formatted(name));
        }
        tables.forEach(table -> transaction.with(work -> {
            work.drop(table);
            return table;
        }));
        dropped.add(name);
        known.remove(schema);
        transaction.afterCommit(() -> catalog().dropNamespace(name));
    }

    /** The namespace of that name; empty if no namespace can be called like this. */
    private static Optional<NamespaceName> parsed(String schema) {
        try {
            return Optional.of(new NamespaceName(schema));
        } catch (SluiceException noName) {
            return Optional.empty();
        }
    }

    private Catalog catalog() {
        return transaction.lake().catalog();
    }
}
