package io.sluice.trino.read;

import io.sluice.trino.handle.RowIdColumn;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RowBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How one column of the pages that Trino gets is made from what was read of a file. */
sealed interface PageColumn {
    Block block(SourcePage read);

    /** The same value in every row. */
    record Same(Block value) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            return RunLengthEncodedBlock.create(value, read.getPositionCount());
        }
    }

    /**
     * A column of the file, or a field in it.
     *
     * @param path numbers of fields of structs
     * @param type of the column of which the field is meant
     */
    record Stored(int channel, List<Integer> path, FileField field, Type type) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            Block block = field.widened(read.getBlock(channel), type);
            for (int number : path) {
                block = RowBlock.getRowFieldsFromBlock(block).get(number);
            }
            return block;
        }
    }

    /**
     * The places of rows.
     *
     * @param file its number
     * @param positions channel of the numbers of rows in the file, the last one of what is read
     */
    record Place(int file, int positions) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            return places(file, read.getBlock(positions));
        }

        private static Block places(int file, Block positions) {
            long[] places = new long[positions.getPositionCount()];
            for (int row = 0; row < places.length; row++) {
                places[row] = RowIdColumn.place(file, BigintType.BIGINT.getLong(positions, row));
            }
            return new LongArrayBlock(places.length, Optional.empty(), places);
        }
    }

    /**
     * The same with the ids that rows keep wherever they go.
     *
     * @param keptIds channel of the ids that rows brought from other files
     * @param firstId of those rows that are where they were inserted
     */
    record TrackedPlace(int file, int positions, OptionalInt keptIds, OptionalLong firstId) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            Block numbers = read.getBlock(positions);
            return RowIdColumn.tracked(Place.places(file, numbers), ids(read, numbers));
        }

        private Block ids(SourcePage read, Block numbers) {
            Block kept = keptIds.isPresent() ? read.getBlock(keptIds.getAsInt()) : null;
            BlockBuilder ids = BigintType.BIGINT.createBlockBuilder(null, numbers.getPositionCount());
            for (int row = 0; row < numbers.getPositionCount(); row++) {
                if (kept != null && !kept.isNull(row)) {
                    BigintType.BIGINT.writeLong(ids, BigintType.BIGINT.getLong(kept, row));
                } else if (firstId.isPresent()) {
                    BigintType.BIGINT.writeLong(ids, firstId.getAsLong() + BigintType.BIGINT.getLong(numbers, row));
                } else {
                    ids.appendNull();
                }
            }
            return ids.build();
        }
    }
}
