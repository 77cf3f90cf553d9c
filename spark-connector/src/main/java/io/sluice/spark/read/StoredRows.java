package io.sluice.spark.read;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadLayout.Positions;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows of files by their places, for jobs that are no scans of a statement. Made on the driver, read in tasks. A file
 * is read by one task as a whole, those of one partition of the table one after the other.
 */
public final class StoredRows implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Files are put together into one task up to this size. */
    private static final long TASK_BYTES = 128L << 20;

    private final RowReaders readers;
    private final transient SplitDraft draft;

    private StoredRows(RowReaders readers, SplitDraft draft) {
        this.readers = readers;
        this.draft = draft;
    }

    /**
     * Rows of a table.
     *
     * @param wanted columns of the table, and metadata columns
     */
    public static StoredRows of(TableMetadata table, StructType wanted) {
        return of(table, wanted, new FileNumbers());
    }

    /** As {@link #of(TableMetadata, StructType)}, of files that are given these numbers. */
    public static StoredRows of(TableMetadata table, StructType wanted, FileNumbers numbers) {
        ReadLayout layout = ReadLayout.of(table, wanted, Positions.ALWAYS);
        return new StoredRows(
                RowReaders.of(SparkSession.active(), table, layout, Predicate.ALL),
                new SplitDraft(table, layout, numbers));
    }

    /** What one task reads. */
    public static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;

        private final SplitGroup.Any splits;

        private Part(List<FileSplit> splits) {
            this.splits = new SplitGroup.Any(splits);
        }
    }

    /** What is done with each row, which is valid until the next one. */
    @FunctionalInterface
    public interface RowAction {
        /** Takes a row. */
        void accept(InternalRow row) throws IOException;
    }

    /** These rows and no others. */
    public List<Part> only(List<RowsOfFile> rows) {
        return parts(rows.stream()
                .sorted(byPartition())
                .map(some -> {
                    FileSplit whole = draft.whole(some.task());
                    return some.rows()
                            .map(listed -> whole.withDeleted(DeletedRows.allBut(listed)))
                            .orElse(whole);
                })
                .toList());
    }

    /** The rows that are left in those files without these. */
    public List<Part> without(List<RowsOfFile> rows) {
        return parts(rows.stream()
                .filter(some -> !some.isAll())
                .sorted(byPartition())
                .map(some -> {
                    RowPositions gone = some.task().deletions().positions();
                    return draft.whole(some.task())
                            .withDeleted(
                                    DeletedRows.listed(gone.union(some.rows().orElseThrow())));
                })
                .toList());
    }

    private static Comparator<RowsOfFile> byPartition() {
        return Comparator.comparing(rows -> {
            ScanTask task = rows.task();
            return task.file().partitionValues().toString();
        });
    }

    private static List<Part> parts(List<FileSplit> files) {
        List<Part> parts = new ArrayList<>();
        List<FileSplit> part = new ArrayList<>();
        long bytes = 0;
        for (FileSplit file : files) {
            if (bytes + file.sizeBytes() > TASK_BYTES && !part.isEmpty()) {
                parts.add(new Part(part));
                part = new ArrayList<>();
                bytes = 0;
            }
            bytes += file.sizeBytes();
            part.add(file);
        }
        if (!part.isEmpty()) {
            parts.add(new Part(part));
        }
        return parts;
    }

    /** Reads what one task is to read. */
    public void forEach(Part part, RowAction action) throws IOException {
        if (readers.supportColumnarReads(part.splits)) {
            try (PartitionReader<ColumnarBatch> batches = readers.createColumnarReader(part.splits)) {
                while (batches.next()) {
                    Iterator<InternalRow> rows = batches.get().rowIterator();
                    while (rows.hasNext()) {
                        action.accept(rows.next());
                    }
                }
            }
            return;
        }
        try (PartitionReader<InternalRow> rows = readers.createReader(part.splits)) {
            while (rows.next()) {
                action.accept(rows.get());
            }
        }
    }
}
