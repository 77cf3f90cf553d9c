package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.trino.handle.DeletedRows;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceSplit;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.spi.Page;
import io.trino.spi.SplitWeight;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.BigintType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Reads rows of files where a statement is carried out, and not where its scans are. */
public final class StoredRows {
    private static final int ONLY_FILE = 0;

    private final TrinoFileSystemFactory fileSystems;
    private final ParquetReaderOptions options;

    public StoredRows(TrinoFileSystemFactory fileSystems, ParquetReaderOptions options) {
        this.fileSystems = requireNonNull(fileSystems, "fileSystems");
        this.options = requireNonNull(options, "options");
    }

    /**
     * Visits rows of a file that are not deleted, in its order.
     *
     * @param rowId see {@link RowIdColumn}
     * @param wanted tells by a row's number in the file whether it is visited
     * @param visitor of pages with the columns, and the row id behind them
     */
    public void forEach(
            ConnectorSession session,
            ScanTask task,
            List<SluiceColumnHandle> columns,
            SluiceColumnHandle rowId,
            LongPredicate wanted,
            Consumer<Page> visitor) {
        List<SluiceColumnHandle> read = new ArrayList<>(columns);
        read.add(rowId);
        FileOpening opening = new FileOpening(
                split(task),
                new LakeFiles(fileSystems.create(session)),
                options,
                AggregatedMemoryContext.newSimpleAggregatedMemoryContext(),
                () -> false);
        try (ConnectorPageSource pages = opening.open(read, TupleDomain.all())) {
            while (!pages.isFinished()) {
                SourcePage page = pages.getNextSourcePage();
                if (page != null) {
                    visit(page.getPage(), wanted, visitor);
                }
            }
        } catch (IOException failed) {
            throw FileFailure.of(task.location(), failed);
        }
    }

    private static void visit(Page page, LongPredicate wanted, Consumer<Page> visitor) {
        Block places = RowIdColumn.places(page.getBlock(page.getChannelCount() - 1));
        int[] chosen = new int[page.getPositionCount()];
        int count = 0;
        for (int row = 0; row < chosen.length; row++) {
            if (wanted.test(RowIdColumn.position(BigintType.BIGINT.getLong(places, row)))) {
                chosen[count] = row;
                count++;
            }
        }
        if (count > 0) {
            visitor.accept(page.getPositions(chosen, 0, count));
        }
    }

    private static SluiceSplit split(ScanTask task) {
        return new SluiceSplit(
                task.location(),
                ONLY_FILE,
                0,
                task.file().sizeBytes(),
                task.file().sizeBytes(),
                task.file().modifiedMillis(),
                task.file().partitionValues(),
                DeletedRows.of(task.deletions()),
                SplitWeight.standard(),
                task.lineage().isPresent()
                        ? OptionalLong.of(task.lineage().get().firstRowId())
                        : OptionalLong.empty());
    }
}
