package io.sluice.spark;

import io.sluice.spark.catalog.SchemaEvolution;
import io.sluice.spark.session.PinnedTable;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsSchemaEvolution;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnChange;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;

/** Tables as the running version of Spark takes them. */
final class SluiceTables {
    private static final boolean ASKS_ABOUT_COLUMNS = isThere("SupportsSchemaEvolution");

    private SluiceTables() {}

    static SluiceTable of(PinnedTable table) {
        return ASKS_ABOUT_COLUMNS ? Asked.of(table) : new SluiceTable(table);
    }

    private static boolean isThere(String type) {
        try {
            Class.forName("org.apache.spark.sql.connector.catalog." + type);
            return true;
        } catch (ClassNotFoundException older) {
            return false;
        }
    }

    /** Spark 4.2 asks which columns a write may change, and casts the other values. Not loaded by an older one. */
    private static final class Asked extends SluiceTable implements SupportsSchemaEvolution {
        private Asked(PinnedTable table) {
            super(table);
        }

        /** Says no more than what an older Spark knows: the calling class is loaded there too. */
        static SluiceTable of(PinnedTable table) {
            return new Asked(table);
        }

        @Override
        public boolean supportsColumnChange(ColumnChange change) {
            return SchemaEvolution.isSupported(pinned().metadata(), change);
        }
    }

    /** The target of a write until its rows are known: Spark leaves them as they are. */
    static final class Awaiting extends SluiceTable {
        Awaiting(PinnedTable table) {
            super(table);
        }

        @Override
        public Set<TableCapability> capabilities() {
            Set<TableCapability> capabilities = new HashSet<>(super.capabilities());
            capabilities.add(TableCapability.ACCEPT_ANY_SCHEMA);
            return capabilities;
        }

        /** Of columns that are not known yet. */
        @Override
        public Constraint[] constraints() {
            return new Constraint[0];
        }
    }
}
