package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableId;
import io.sluice.table.TableName;

/** A change of what a catalog has under a name, decided together with commits. */
public sealed interface NameChange {
    TableId table();

    /**
     * A new table, whose first version is among the proposals. Its namespace is made if it is missing.
     *
     * @param format as the catalog keeps it
     * @param location the folder of the table, absolute, without a final {@code /}
     */
    record Register(TableId table, TableName name, String format, String location) implements NameChange {
        public Register {
            requireNonNull(table, "table");
            requireNonNull(name, "name");
            requireNonNull(format, "format");
            requireNonNull(location, "location");
        }
    }

    /** Another name for a table that is there. Its namespace is made if it is missing. */
    record Rename(TableId table, TableName name) implements NameChange {
        public Rename {
            requireNonNull(table, "table");
            requireNonNull(name, "name");
        }
    }

    /** A table and its ledger of sources are forgotten; its files stay. */
    record Drop(TableId table) implements NameChange {
        public Drop {
            requireNonNull(table, "table");
        }
    }
}
