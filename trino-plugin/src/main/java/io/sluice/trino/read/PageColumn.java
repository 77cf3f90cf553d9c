package io.sluice.trino.read;

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import java.util.List;
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

    /** The number of the row in the file; the last channel of what is read. */
    record Place(Block path, int positions) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            int count = read.getPositionCount();
            return RowBlock.fromFieldBlocks(
                    count, new Block[] {RunLengthEncodedBlock.create(path, count), read.getBlock(positions)});
        }
    }

    /**
     * The same with the id that the row keeps wherever it goes.
     *
     * @param keptIds channel of the ids that rows brought from other files
     * @param firstId of those rows that are where they were inserted
     */
    record TrackedPlace(Block path, int positions, OptionalInt keptIds, OptionalLong firstId) implements PageColumn {
        @Override
        public Block block(SourcePage read) {
            int count = read.getPositionCount();
            Block places = read.getBlock(positions);
            return RowBlock.fromFieldBlocks(
                    count, new Block[] {RunLengthEncodedBlock.create(path, count), places, ids(read, places)});
        }

        private Block ids(SourcePage read, Block places) {
            Block kept = keptIds.isPresent() ? read.getBlock(keptIds.getAsInt()) : null;
            BlockBuilder ids = BigintType.BIGINT.createBlockBuilder(null, places.getPositionCount());
            for (int row = 0; row < places.getPositionCount(); row++) {
                if (kept != null && !kept.isNull(row)) {
                    BigintType.BIGINT.writeLong(ids, BigintType.BIGINT.getLong(kept, row));
                } else if (firstId.isPresent()) {
                    BigintType.BIGINT.writeLong(ids, firstId.getAsLong() + BigintType.BIGINT.getLong(places, row));
                } else {
                    ids.appendNull();
                }
            }
            return ids.build();
        }
    }
}
