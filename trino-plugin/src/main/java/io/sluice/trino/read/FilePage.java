package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SourcePage;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Some rows of a file, whose columns are read when they are asked for. */
final class FilePage implements SourcePage {
    private final SourcePage read;
    private final List<PageColumn> columns;
    /** Null for those that nobody has asked for. */
    private final Block[] made;

    FilePage(SourcePage read, List<PageColumn> columns) {
        this.read = requireNonNull(read, "read");
        this.columns = columns;
        made = new Block[columns.size()];
    }

    @Override
    public int getPositionCount() {
        return read.getPositionCount();
    }

    @Override
    public long getSizeInBytes() {
        return read.getSizeInBytes();
    }

    @Override
    public long getRetainedSizeInBytes() {
        return read.getRetainedSizeInBytes();
    }

    @Override
    public void retainedBytesForEachPart(ObjLongConsumer<Object> consumer) {
        read.retainedBytesForEachPart(consumer);
    }

    @Override
    public int getChannelCount() {
        return columns.size();
    }

    @Override
    public Block getBlock(int channel) {
        if (made[channel] == null) {
            made[channel] = columns.get(channel).block(read);
        }
        return made[channel];
    }

    @Override
    public Page getPage() {
        for (int channel = 0; channel < made.length; channel++) {
            getBlock(channel);
        }
        return new Page(getPositionCount(), made);
    }

    @Override
    public void selectPositions(int[] positions, int offset, int size) {
        read.selectPositions(positions, offset, size);
        for (int channel = 0; channel < made.length; channel++) {
            if (made[channel] != null) {
                made[channel] = made[channel].getPositions(positions, offset, size);
            }
        }
    }
}
