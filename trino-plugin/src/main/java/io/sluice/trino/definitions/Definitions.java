package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.sluice.trino.transaction.SluiceTransaction;

/** What there is in a lake, and how it is changed, in one transaction. */
public record Definitions(Schemas schemas, Views views, TableDefinitions tables, ColumnDefinitions columns) {
    public Definitions {
        requireNonNull(schemas, "schemas");
        requireNonNull(views, "views");
        requireNonNull(tables, "tables");
        requireNonNull(columns, "columns");
    }

    /**
     * What a transaction sees and changes.
     *
     * @param catalog what the lake is called in SQL
     */
    public static Definitions of(SluiceTransaction transaction, String catalog) {
        Schemas schemas = new Schemas(transaction);
        Views views = new Views(transaction, schemas, catalog);
        TableDefinitions tables = new TableDefinitions(transaction, schemas, views);
        return new Definitions(schemas, views, tables, new ColumnDefinitions(tables));
    }
}
