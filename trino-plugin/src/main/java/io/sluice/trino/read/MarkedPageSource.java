package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slices;
import io.sluice.trino.handle.ChangeMark;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.TypeUtils;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** Rows of a file with what a commit says of them. */
final class MarkedPageSource implements ConnectorPageSource {
    private final ConnectorPageSource rows;
    private final List<SluiceColumnHandle> columns;
    private final ChangeMark mark;

    private MarkedPageSource(ConnectorPageSource rows, List<SluiceColumnHandle> columns, ChangeMark mark) {
        this.rows = requireNonNull(rows, "rows");
        this.columns = List.copyOf(columns);
        this.mark = requireNonNull(mark, "mark");
    }

    /** @param opening reads columns of the file */
    static MarkedPageSource of(
            List<SluiceColumnHandle> columns,
            ChangeMark mark,
            Function<List<SluiceColumnHandle>, ConnectorPageSource> opening) {
        List<SluiceColumnHandle> read = columns.stream()
                .filter(column -> !isMarked(column, mark))
                .map(column -> column.role() == Role.CHANGE_TYPE ? column.asStored() : column)
                .toList();
        return new MarkedPageSource(opening.apply(read), columns, mark);
    }

    private static boolean isMarked(SluiceColumnHandle column, ChangeMark mark) {
        return switch (column.role()) {
            case CHANGE_TYPE -> mark.type().isPresent();
            case COMMIT_VERSION, COMMIT_TIMESTAMP -> true;
            case STORED, PARTITION, PATH, FILE_SIZE, FILE_MODIFIED_TIME, ROW_ID, ANSWER -> false;
        };
    }

    @Override
    public SourcePage getNextSourcePage() {
        SourcePage page = rows.getNextSourcePage();
        if (page == null) {
            return null;
        }
        Block[] blocks = new Block[columns.size()];
        int read = 0;
        for (int channel = 0; channel < blocks.length; channel++) {
            SluiceColumnHandle column = columns.get(channel);
            blocks[channel] = isMarked(column, mark)
                    ? RunLengthEncodedBlock.create(
                            TypeUtils.writeNativeValue(column.type(), value(column)), page.getPositionCount())
                    : page.getBlock(read++);
        }
        return SourcePage.create(new Page(page.getPositionCount(), blocks));
    }

    private Object value(SluiceColumnHandle column) {
        return switch (column.role()) {
            case CHANGE_TYPE -> Slices.utf8Slice(mark.type().orElseThrow());
            case COMMIT_VERSION -> mark.version();
            case COMMIT_TIMESTAMP -> TrinoValues.instant(mark.committedMicros());
            case STORED, PARTITION, PATH, FILE_SIZE, FILE_MODIFIED_TIME, ROW_ID, ANSWER ->
                throw new IllegalArgumentException("a commit says nothing of " + column.name());
        };
    }

    @Override
    public long getCompletedBytes() {
        return rows.getCompletedBytes();
    }

    @Override
    public long getReadTimeNanos() {
        return rows.getReadTimeNanos();
    }

    @Override
    public boolean isFinished() {
        return rows.isFinished();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
