package io.sluice.format;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.storage.Storage;
import io.sluice.table.TableMetadata;
import java.util.List;

/** How states of a table are stored. Chosen once, when a table is opened or created. */
public interface TableFormat extends AutoCloseable {
    /** The name that catalogs keep, {@code delta}. */
    String name();

    /** Opens a table that the catalog knows. Does no I/O yet. */
    FormatTable open(CatalogTable table, Catalog catalog, Storage storage);

    /**
     * What {@link #create} makes of a table that is asked for: files that are written before have the physical names of
     * its columns. It may be asked for itself, and stays the same then.
     */
    TableMetadata planned(TableMetadata wanted);

    /**
     * Creates a table as version 0, with whatever files and sources the changes carry.
     *
     * @param changes only appends, ingested sources and writer progress
     * @return {@code CREATED}, or {@code NAME_TAKEN} if another table has the name; nothing is visible then
     */
    CreateOutcome create(
            CatalogTable table,
            TableMetadata metadata,
            List<TableChange> changes,
            Operation operation,
            Catalog catalog,
            Storage storage);

    /**
     * A table that a transaction is about to make: it has the planned columns and no files. Its target takes a
     * transaction that begins with {@code Redefine}, and offers it as version 0, together with the table's name.
     */
    FormatTable toBeMade(CatalogTable table, TableMetadata metadata, Catalog catalog, Storage storage);

    /** Finishes what the format does in the background, for a bounded time. Its tables are not used any more. */
    @Override
    void close();
}
