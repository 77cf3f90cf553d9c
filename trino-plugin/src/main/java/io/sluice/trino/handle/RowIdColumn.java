package io.sluice.trino.handle;

import io.trino.spi.block.Block;
import io.trino.spi.block.RowBlock;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.RowType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a statement that changes rows names them by: a place, which is the file's number in the statement's transaction
 * and the row's number in the file; where the table tracks rows, also the id that the row keeps. Rows carry it through
 * the whole plan of the statement, so it is short.
 */
public final class RowIdColumn {
    /** There are fewer files than this in a transaction. */
    public static final int MOST_FILES = 1 << 23;

    /** A file has fewer rows than this. */
    private static final long MOST_ROWS = 1L << 40;

    private static final String NAME = "$row_id";
    private static final RowType TRACKED =
            RowType.from(List.of(RowType.field("place", BigintType.BIGINT), RowType.field("id", BigintType.BIGINT)));

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
                keptIds.isPresent() ? TRACKED : BigintType.BIGINT,
                new StoredField(keptIds.orElse(NAME), OptionalInt.empty(), List.of()));
    }

    /** Whether the column has the ids of rows too. */
    public static boolean isTracked(SluiceColumnHandle column) {
        return column.type().equals(TRACKED);
    }

    /**
     * The place of a row.
     *
     * @param position the row's number in the file
     */
    public static long place(int file, long position) {
        if (file < 0 || file >= MOST_FILES || position < 0 || position >= MOST_ROWS) {
            throw new IllegalArgumentException("no row has the number %d in file %d".formatted(position, file));
        }
        return file * MOST_ROWS + position;
    }

    public static int file(long place) {
        return (int) (place / MOST_ROWS);
    }

    /** The row's number in the file. */
    public static long position(long place) {
        return place % MOST_ROWS;
    }

    /** A page of the column, of a table that tracks rows. */
    public static Block tracked(Block places, Block ids) {
        return RowBlock.fromFieldBlocks(places.getPositionCount(), new Block[] {places, ids});
    }

    /** The places in a page of the column. */
    public static Block places(Block rowIds) {
        return rowIds.getUnderlyingValueBlock() instanceof RowBlock
                ? RowBlock.getRowFieldsFromBlock(rowIds).get(0)
                : rowIds;
    }

    /** The ids that rows keep, in a page of the column, of a table that tracks rows. */
    public static Block keptIds(Block rowIds) {
        return RowBlock.getRowFieldsFromBlock(rowIds).get(1);
    }
}
