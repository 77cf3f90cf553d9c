package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.airlift.json.JsonCodec;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.ConnectorViewDefinition.ViewColumn;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.ViewNotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Trino's views. A lake's catalog has none, so each is a property of its namespace. They are changed at once, whatever
 * becomes of the transaction. A view that finds names without a schema in the schema where it is itself says nothing of
 * it in that property, so that it finds them there also after the schema was renamed. Safe for use by several threads.
 */
public final class Views {
    static final String PREFIX = "trino.view.";
    private static final JsonCodec<ConnectorViewDefinition> JSON = JsonCodec.jsonCodec(ConnectorViewDefinition.class);

    private final SluiceTransaction transaction;
    private final Schemas schemas;
    private final String catalog;

    /** @param catalog what the lake is called in SQL */
    Views(SluiceTransaction transaction, Schemas schemas, String catalog) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.schemas = requireNonNull(schemas, "schemas");
        this.catalog = requireNonNull(catalog, "catalog");
    }

    /** Whether a property of a namespace is a view. */
    static boolean isView(String property) {
        return property.startsWith(PREFIX);
    }

    /** The views of a schema, or of all, by name. */
    public List<SchemaTableName> names(Optional<String> schema) {
        return List.copyOf(all(schema).keySet());
    }

    Map<SchemaTableName, ConnectorViewDefinition> all(Optional<String> schema) {
        Map<SchemaTableName, ConnectorViewDefinition> found = new LinkedHashMap<>();
        for (String name : schema.map(List::of).orElseGet(schemas::names)) {
            schemas.properties(name).orElse(Map.of()).forEach((property, text) -> {
                if (isView(property)) {
                    found.put(new SchemaTableName(name, property.substring(PREFIX.length())), read(name, text));
                }
            });
        }
        return found;
    }

    /** The view; empty if there is none, or a table has its name. */
    Optional<ConnectorViewDefinition> find(SchemaTableName name) {
        // A table costs no further look into the catalog.
        return transaction.find(name).isPresent() ? Optional.empty() : stored(name);
    }

    private Optional<ConnectorViewDefinition> stored(SchemaTableName name) {
        return schemas.properties(name.getSchemaName())
                .map(properties -> properties.get(PREFIX + name.getTableName()))
                .map(text -> read(name.getSchemaName(), text));
    }

    private static ConnectorViewDefinition read(String home, String text) {
        ConnectorViewDefinition view = JSON.fromJson(text);
        return view.getCatalog().isPresent() && view.getSchema().isEmpty() ? inSchema(view, Optional.of(home)) : view;
    }

    private String text(String home, ConnectorViewDefinition view) {
        boolean isAtHome = view.getCatalog().equals(Optional.of(catalog))
                && view.getSchema().equals(Optional.of(home));
        return JSON.toJson(isAtHome ? inSchema(view, Optional.empty()) : view);
    }

    void create(SchemaTableName name, ConnectorViewDefinition definition) {
        transaction.beforeChange();
        requireFree(name);
        store(name, definition);
    }

    /** Puts the view in the place of one of that name, if there is one. */
    void createOrReplace(SchemaTableName name, ConnectorViewDefinition definition) {
        transaction.beforeChange();
        schemas.require(name.getSchemaName());
        requireNoTable(name);
        store(name, definition);
    }

    private void requireFree(SchemaTableName name) {
        schemas.require(name.getSchemaName());
        requireNoTable(name);
        requireNoView(name);
    }

    private void requireNoTable(SchemaTableName name) {
        if (transaction.find(name).isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.TABLE_ALREADY_EXISTS, "Table already exists: '%s'".formatted(name));
        }
    }

    void requireNoView(SchemaTableName name) {
        if (stored(name).isPresent()) {
            throw new TrinoException(StandardErrorCode.ALREADY_EXISTS, "View already exists: '%s'".formatted(name));
        }
    }

    private void store(SchemaTableName name, ConnectorViewDefinition definition) {
        // A view is called like a table.
        SluiceTransaction.name(name);
        String schema = name.getSchemaName();
        schemas.change(schema, Map.of(PREFIX + name.getTableName(), text(schema, definition)), Set.of());
    }

    void drop(SchemaTableName name) {
        transaction.beforeChange();
        require(name);
        schemas.change(name.getSchemaName(), Map.of(), Set.of(PREFIX + name.getTableName()));
    }

    void rename(SchemaTableName from, SchemaTableName to) {
        transaction.beforeChange();
        ConnectorViewDefinition definition = require(from);
        requireFree(to);
        store(to, definition);
        drop(from);
    }

    void comment(SchemaTableName name, Optional<String> comment) {
        change(name, view -> copy(view, view.getColumns(), comment));
    }

    void commentColumn(SchemaTableName name, String column, Optional<String> comment) {
        change(
                name,
                view -> copy(
                        view,
                        view.getColumns().stream()
                                .map(known -> known.getName().equals(column)
                                        ? new ViewColumn(known.getName(), known.getType(), comment)
                                        : known)
                                .toList(),
                        view.getComment()));
    }

    void refresh(SchemaTableName name, ConnectorViewDefinition definition) {
        change(name, view -> definition);
    }

    private void change(SchemaTableName name, UnaryOperator<ConnectorViewDefinition> change) {
        transaction.beforeChange();
        store(name, change.apply(require(name)));
    }

    private ConnectorViewDefinition require(SchemaTableName name) {
        return stored(name).orElseThrow(() -> new ViewNotFoundException(name));
    }

    private static ConnectorViewDefinition copy(
            ConnectorViewDefinition view, List<ViewColumn> columns, Optional<String> comment) {
        return copy(view, view.getSchema(), columns, comment);
    }

    private static ConnectorViewDefinition copy(
            ConnectorViewDefinition view, Optional<String> schema, List<ViewColumn> columns, Optional<String> comment) {
        return new ConnectorViewDefinition(
                view.getOriginalSql(),
                view.getCatalog(),
                schema,
                columns,
                comment,
                view.getOwner(),
                view.isRunAsInvoker(),
                view.getPath());
    }

    private static ConnectorViewDefinition inSchema(ConnectorViewDefinition view, Optional<String> schema) {
        return copy(view, schema, view.getColumns(), view.getComment());
    }
}
