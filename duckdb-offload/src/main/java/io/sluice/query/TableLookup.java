package io.sluice.query;

import io.sluice.format.FormatTable;
import io.sluice.table.TableName;
import java.util.Optional;

/** Where the tables are that statements name. */
@FunctionalInterface
public interface TableLookup {
    /** The table of that name; empty if there is none. */
    Optional<FormatTable> find(TableName name);
}
