package io.sluice.trino.handle;

import io.trino.spi.type.BigintType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a statement that changes rows names them by: the file's path as the table's state has it, and the row's number
 * in the file; where the table tracks rows, also the id that the row keeps.
 */
public final class RowIdColumn {
    /** Places of the parts. */
    public static final int PATH = 0;

    public static final int POSITION = 1;
    public static final int KEPT_ID = 2;

    private static final String NAME = "$row_id";
    private static final RowType PLACE = RowType.from(
            List.of(RowType.field("path", VarcharType.VARCHAR), RowType.field("position", BigintType.BIGINT)));
    private static final RowType TRACKED = RowType.from(List.of(
            RowType.field("path", VarcharType.VARCHAR),
            RowType.field("position", BigintType.BIGINT),
            RowType.field("id", BigintType.BIGINT)));

    private RowIdColumn() {}

    /**
     * The column of a table.
     *
     * @param keptIds the column of files that has the ids of rows that were moved, if the table tracks rows
     */
    public static SluiceColumnHandle of(Optional<String> keptIds) {
        return new SluiceColumnHandle(
                SluiceColumnHandle.Role.ROW_ID,
                NAME,
                List.of(),
                keptIds.isPresent() ? TRACKED : PLACE,
                new StoredField(keptIds.orElse(NAME), OptionalInt.empty(), List.of()));
    }

    /** Whether the column has the ids of rows too. */
    public static boolean isTracked(SluiceColumnHandle column) {
        return column.type().equals(TRACKED);
    }
}
