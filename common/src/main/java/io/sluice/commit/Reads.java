package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.table.TableVersion;

/**
 * What a transaction has read of a table. Predicates name a superset of the rows.
 *
 * @param version the state whose schema, and whose rows, the transaction has seen
 * @param rows rows that the transaction's result depends on as a whole: a source of an insert, a subquery, an
 *     overwritten range. A winner matters that took away, changed or, at the higher level, added such a row
 * @param targets rows that the transaction has looked at one by one, only to decide whether to change each of them, as
 *     UPDATE, DELETE and MERGE do with their target. A winner matters that touched a row that is changed here, or
 *     changed a row into one of these, or, at the higher level, added such a row
 */
public record Reads(TableVersion version, Predicate rows, Predicate targets) {
    public Reads {
        requireNonNull(version, "version");
        requireNonNull(rows, "rows");
        requireNonNull(targets, "targets");
    }

    /** A change that needs to know the schema and no row. */
    public static Reads schemaOf(TableVersion version) {
        return new Reads(version, Predicate.NONE, Predicate.NONE);
    }

    /** A change that depends on these rows as a whole. */
    public static Reads rowsOf(TableVersion version, Predicate rows) {
        return new Reads(version, rows, Predicate.NONE);
    }

    /** A change of some of these rows, one by one. */
    public static Reads targetsOf(TableVersion version, Predicate targets) {
        return new Reads(version, Predicate.NONE, targets);
    }

    /** Whether no row was read. */
    public boolean isBlind() {
        return rows instanceof Predicate.None && targets instanceof Predicate.None;
    }
}
