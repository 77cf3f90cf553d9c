package io.sluice.query;

import io.sluice.table.TableName;
import java.util.Optional;

/** Where the tables are that statements name. */
@FunctionalInterface
public interface VisibleTables {
    /** The table of that name; empty if there is none. */
    Optional<VisibleTable> find(TableName name);
}
