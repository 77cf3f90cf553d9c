package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.table.TableMetadata;

/**
 * A table that a statement fills, and makes by that.
 *
 * @param place where its files go
 * @param wanted what was asked for
 * @param planned what becomes of it
 */
record NewTable(Kind kind, CatalogTable place, TableMetadata wanted, TableMetadata planned) {
    /** What there is of that name. */
    enum Kind {
        /** No table. */
        FIRST,
        /** A table, in whose place the new one comes. */
        REPLACEMENT
    }

    NewTable {
        requireNonNull(kind, "kind");
        requireNonNull(place, "place");
        requireNonNull(wanted, "wanted");
        requireNonNull(planned, "planned");
    }
}
