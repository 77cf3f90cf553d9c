package io.sluice.spark.rows;

import io.sluice.spark.write.NewFiles;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;

/**
 * Puts the columns behind rows that keep their ids, if the table tracks rows. Rows that are returned are valid until
 * the next one.
 */
final class RowIds {
    private static final int ROW_ID = 0;
    private static final int ROW_VERSION = 1;

    private final boolean tracked;
    private final GenericInternalRow extras = new GenericInternalRow(2);
    private final JoinedRow joined = new JoinedRow();

    RowIds(NewFiles files) {
        tracked = files.tracksRows();
    }

    /** A row that was there before, and is changed by this statement. */
    InternalRow kept(InternalRow metadata, InternalRow row) {
        if (!tracked) {
            return row;
        }
        if (metadata.isNullAt(ROW_ID)) {
            extras.setNullAt(ROW_ID);
        } else {
            extras.update(ROW_ID, metadata.getLong(ROW_ID));
        }
        extras.setNullAt(ROW_VERSION);
        return joined.apply(row, extras);
    }

    /** A new row, which is given an id by its place. */
    InternalRow given(InternalRow row) {
        if (!tracked) {
            return row;
        }
        extras.setNullAt(ROW_ID);
        extras.setNullAt(ROW_VERSION);
        return joined.apply(row, extras);
    }
}
