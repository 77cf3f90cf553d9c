package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.sluice.error.SluiceException;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.write.RowFiles;
import io.sluice.trino.write.WrittenFile;
import io.trino.spi.Page;
import io.trino.spi.PageIndexerFactory;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.TypeUtils;
import io.trino.spi.type.VarcharType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Changes of rows, as one writer takes them. For one thread. */
final class MergeSink implements ConnectorMergeSink {
    private final MergeHandle merge;
    private final RowFiles added;
    private final Optional<RowFiles> told;
    private final int columns;
    private final RowPlaces deleted = new RowPlaces();
    private final RowPlaces updated = new RowPlaces();
    private long inserted;

    MergeSink(MergeHandle merge, PageIndexerFactory indexers) {
        this.merge = requireNonNull(merge, "merge");
        added = new RowFiles(merge.files(), indexers);
        told = merge.told().map(files -> new RowFiles(files, indexers));
        columns = merge.files().columns().size();
    }

    @Override
    public void storeMergedRows(Page page) {
        Block operations = page.getBlock(columns);
        Block places = RowIdColumn.places(page.getBlock(columns + 2));
        int[] come = new int[page.getPositionCount()];
        int count = 0;
        for (int row = 0; row < page.getPositionCount(); row++) {
            byte operation = TinyintType.TINYINT.getByte(operations, row);
            switch (operation) {
                case DELETE_OPERATION_NUMBER -> deleted.add(BigintType.BIGINT.getLong(places, row));
                case UPDATE_DELETE_OPERATION_NUMBER -> updated.add(BigintType.BIGINT.getLong(places, row));
                case INSERT_OPERATION_NUMBER, UPDATE_INSERT_OPERATION_NUMBER -> {
                    inserted += operation == INSERT_OPERATION_NUMBER ? 1 : 0;
                    come[count] = row;
                    count++;
                }
                default -> throw new IllegalArgumentException("no operation of a merge: " + operation);
            }
        }
        if (count > 0) {
            add(page.getPositions(come, 0, count));
        }
    }

    private void add(Page rows) {
        if (merge.refusal().isPresent()) {
            throw SluiceException.user(merge.refusal().get());
        }
        Page values = rows.getColumns(IntStream.range(0, columns).toArray());
        Block operations = rows.getBlock(columns);
        added.append(
                merge.tracking() == MergeHandle.Tracking.TRACKED
                        ? tracked(values, operations, rows.getBlock(columns + 2))
                        : values);
        told.ifPresent(files -> files.append(values.appendColumn(changes(operations))));
    }

    /** A row that was there keeps its id; others get one by their place. All have the version that this becomes. */
    private static Page tracked(Page values, Block operations, Block rowIds) {
        Block before = RowIdColumn.keptIds(rowIds);
        BlockBuilder ids = BigintType.BIGINT.createBlockBuilder(null, values.getPositionCount());
        for (int row = 0; row < values.getPositionCount(); row++) {
            boolean keeps = TinyintType.TINYINT.getByte(operations, row) == UPDATE_INSERT_OPERATION_NUMBER;
            if (keeps && !before.isNull(row)) {
                BigintType.BIGINT.writeLong(ids, BigintType.BIGINT.getLong(before, row));
            } else {
                ids.appendNull();
            }
        }
        Block versions = RunLengthEncodedBlock.create(
                TypeUtils.writeNativeValue(BigintType.BIGINT, null), values.getPositionCount());
        return values.appendColumn(ids.build()).appendColumn(versions);
    }

    private static Block changes(Block operations) {
        Slice insert = Slices.utf8Slice(ToldChange.INSERT.text());
        Slice after = Slices.utf8Slice(ToldChange.AFTER_UPDATE.text());
        BlockBuilder changes = VarcharType.VARCHAR.createBlockBuilder(null, operations.getPositionCount());
        for (int row = 0; row < operations.getPositionCount(); row++) {
            boolean isNew = TinyintType.TINYINT.getByte(operations, row) == INSERT_OPERATION_NUMBER;
            VarcharType.VARCHAR.writeSlice(changes, isNew ? insert : after);
        }
        return changes.build();
    }

    @Override
    public long getCompletedBytes() {
        return added.writtenBytes();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish() {
        RowsDone done = new RowsDone(
                files(added),
                told.map(MergeSink::files).orElse(List.of()),
                inserted,
                deleted.written(),
                updated.written());
        return CompletableFuture.completedFuture(Arrays.asList(done.fragment()));
    }

    private static List<WrittenFile> files(RowFiles rows) {
        return rows.finish().stream().map(WrittenFile::of).toList();
    }

    @Override
    public void abort() {
        try {
            added.abort();
        } finally {
            told.ifPresent(RowFiles::abort);
        }
    }
}
