package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slices;
import io.sluice.scan.RowLineage;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.read.StoredRows;
import io.sluice.trino.write.NewFiles;
import io.sluice.trino.write.RowFiles;
import io.sluice.trino.write.StagedFiles;
import io.trino.spi.Page;
import io.trino.spi.PageIndexerFactory;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TypeUtils;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Copies rows that are stored already into other files of the same write. */
final class RowCopies {
    private final StoredRows stored;
    private final PageIndexerFactory indexers;
    private final ConnectorSession session;
    private final MergeHandle merge;
    private final SluiceColumnHandle rowId;

    RowCopies(
            StoredRows stored,
            PageIndexerFactory indexers,
            ConnectorSession session,
            MergeHandle merge,
            SluiceColumnHandle rowId) {
        this.stored = requireNonNull(stored, "stored");
        this.indexers = requireNonNull(indexers, "indexers");
        this.session = requireNonNull(session, "session");
        this.merge = requireNonNull(merge, "merge");
        this.rowId = requireNonNull(rowId, "rowId");
    }

    /** Files with what is left in others without these rows. Rows keep their ids. */
    List<DataFile> without(Map<ScanTask, RowPositions> gone) {
        NewFiles files = merge.files();
        if (merge.tracking() == MergeHandle.Tracking.UNTRACKED) {
            return copied(files, files.columns(), gone, RowCopies::left, (task, page) -> columns(page, files));
        }
        List<SluiceColumnHandle> read = new ArrayList<>(files.columns());
        read.add(files.extra().get(1));
        return copied(files, read, gone, RowCopies::left, (task, page) -> tracked(task, page, files));
    }

    /** Files that tell a change of these rows. */
    List<DataFile> telling(NewFiles told, Map<ScanTask, RowPositions> rows, ToldChange change) {
        Block text = TypeUtils.writeNativeValue(VarcharType.VARCHAR, Slices.utf8Slice(change.text()));
        return copied(
                told,
                told.columns(),
                rows,
                positions -> positions::contains,
                (task, page) ->
                        columns(page, told).appendColumn(RunLengthEncodedBlock.create(text, page.getPositionCount())));
    }

    private static LongPredicate left(RowPositions gone) {
        return position -> !gone.contains(position);
    }

    /** How a page of rows becomes one of the new file. */
    private interface Turn {
        Page of(ScanTask task, Page read);
    }

    private List<DataFile> copied(
            NewFiles files,
            List<SluiceColumnHandle> read,
            Map<ScanTask, RowPositions> rows,
            Function<RowPositions, LongPredicate> which,
            Turn turn) {
        if (rows.isEmpty()) {
            return List.of();
        }
        StagedFiles.prepare(files);
        RowFiles writer = new RowFiles(files, indexers);
        rows.forEach((task, positions) -> stored.forEach(
                session, task, read, rowId, which.apply(positions), page -> writer.append(turn.of(task, page))));
        return writer.finish();
    }

    private static Page columns(Page page, NewFiles files) {
        return page.getColumns(IntStream.range(0, files.columns().size()).toArray());
    }

    /** The columns, the id of each row, and the version that changed it last. */
    private static Page tracked(ScanTask task, Page page, NewFiles files) {
        int columns = files.columns().size();
        Block versions = page.getBlock(columns);
        Block ids = RowIdColumn.keptIds(page.getBlock(columns + 1));
        BlockBuilder known = BigintType.BIGINT.createBlockBuilder(null, page.getPositionCount());
        for (int row = 0; row < page.getPositionCount(); row++) {
            if (!versions.isNull(row)) {
                BigintType.BIGINT.writeLong(known, BigintType.BIGINT.getLong(versions, row));
            } else if (task.lineage().isPresent()) {
                RowLineage lineage = task.lineage().get();
                BigintType.BIGINT.writeLong(known, lineage.version());
            } else {
                known.appendNull();
            }
        }
        return columns(page, files).appendColumn(ids).appendColumn(known.build());
    }
}
