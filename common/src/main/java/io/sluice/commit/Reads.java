package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;

/**
 * What a transaction has read of the table that it changes.
 *
 * @param version the state whose schema, and for {@link Extent#TABLE} whose rows, the transaction has seen
 */
public record Reads(TableVersion version, Extent extent) {
    /** How much of the rows was read. */
    public enum Extent {
        /** No rows: the change does not depend on what is in the table. */
        NOTHING,
        /** Possibly every row. */
        TABLE
    }

    public Reads {
        requireNonNull(version, "version");
        requireNonNull(extent, "extent");
    }

    /** A change that needs to know the schema and no row. */
    public static Reads schemaOf(TableVersion version) {
        return new Reads(version, Extent.NOTHING);
    }
}
