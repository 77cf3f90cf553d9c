package io.sluice.spark.programs;

import java.util.List;
import org.apache.spark.sql.Row;

/** A state of a table that is over or current, with its rows. */
record SavedState(long version, TableModel model, List<Row> rows) {
    /** The name of the plain table that has its rows. */
    String copy() {
        return model.name() + "_at_" + version;
    }
}
