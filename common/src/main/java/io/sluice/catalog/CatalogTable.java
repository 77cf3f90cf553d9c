package io.sluice.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableId;
import io.sluice.table.TableName;

/**
 * A table as its catalog knows it.
 *
 * @param format the table format's name, {@code delta}
 * @param location the folder of the table, absolute, without a final {@code /}
 */
public record CatalogTable(TableId id, TableName name, String format, String location) {
    public CatalogTable {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(format, "format");
        requireNonNull(location, "location");
    }
}
