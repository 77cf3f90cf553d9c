package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** DELETEs that need no look at rows, because they take whole files. */
public final class FilterDelete {
    private final PinnedTable table;

    public FilterDelete(PinnedTable table) {
        this.table = requireNonNull(table, "table");
    }

    /** Whether the rows that all of the predicates accept are whole files. */
    public boolean takesWholeFiles(Predicate[] predicates) {
        return false;
    }

    /** Commits the deletion. */
    public void delete(Predicate[] predicates) {
        if (takesWholeFiles(predicates)) {
            return;
        }
        throw SluiceException.user("DELETE of table %s from Spark is not supported yet".formatted(table.name()));
    }
}
