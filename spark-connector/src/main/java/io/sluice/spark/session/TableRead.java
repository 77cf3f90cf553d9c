package io.sluice.spark.session;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.List;

/**
 * What a statement has read of one table.
 *
 * @param rows rows that the result depends on as a whole
 * @param targets rows that were looked at one by one, only to decide whether to change each of them
 */
record TableRead(TableId table, TableVersion version, Predicate rows, Predicate targets) {
    TableRead {
        requireNonNull(table, "table");
        requireNonNull(version, "version");
        requireNonNull(rows, "rows");
        requireNonNull(targets, "targets");
    }

    /** Both reads in one: as of the older version, so that what came after it is looked at. */
    TableRead and(TableRead other) {
        return new TableRead(
                table,
                version.isAfter(other.version) ? other.version : version,
                Predicate.or(List.of(rows, other.rows)),
                Predicate.or(List.of(targets, other.targets)));
    }
}
