package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.spark.read.StoredRows;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.types.SparkTypes;
import io.sluice.spark.write.DataFileWriter.Order;
import io.sluice.table.DataFile;
import io.sluice.table.TableMetadata;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Copies rows that are stored already into other files of the same write, in jobs of their own. On the driver, before
 * the write commits.
 */
final class RowCopies {
    private final TableMetadata table;
    private final NewFiles kept;
    private final NewFiles told;

    /** @param files of the write */
    RowCopies(PinnedTable table, NewFiles files) {
        this.table = requireNonNull(table, "table").metadata();
        kept = files.tracksRows() ? files : files.keepingIds(this.table);
        told = files.ofChangeData(this.table);
    }

    /** Files with what is left in others without these rows. Rows keep their ids. */
    List<DataFile> without(List<RowsOfFile> gone) {
        StructType wanted = SparkTypes.structType(table.schema());
        if (kept.tracksRows()) {
            wanted = wanted.add(MetadataColumns.ROW_ID, DataTypes.LongType)
                    .add(MetadataColumns.ROW_VERSION, DataTypes.LongType);
        }
        StoredRows stored = StoredRows.of(table, wanted);
        return run(new Copy(stored, kept, null), stored.without(gone));
    }

    /** Files that tell a change of these rows. */
    List<DataFile> telling(List<RowsOfFile> rows, String change) {
        StoredRows stored = StoredRows.of(table, SparkTypes.structType(table.schema()));
        return run(new Copy(stored, told, change), stored.only(rows));
    }

    /** Files that tell a change of all rows in files that the write adds. */
    List<DataFile> tellingNew(List<DataFile> added, String change) {
        return telling(
                added.stream()
                        .map(file -> RowsOfFile.allOf(ScanTask.whole(kept.location() + "/" + file.path(), file)))
                        .toList(),
                change);
    }

    private static List<DataFile> run(Copy copy, List<StoredRows.Part> parts) {
        if (parts.isEmpty()) {
            return List.of();
        }
        StagedFiles.prepare(copy.files());
        List<DataFile> files = new ArrayList<>();
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
                .parallelize(parts, parts.size())
                .map(copy::of)
                .collect()
                .forEach(written -> written.forEach(file -> files.add(file.dataFile())));
        StagedFiles.sync(copy.files());
        return files;
    }

    /**
     * What a task does.
     *
     * @param change what is told of rows; null if nothing
     */
    private record Copy(StoredRows stored, NewFiles files, String change) implements Serializable {
        ArrayList<WrittenFile> of(StoredRows.Part part) throws IOException {
            TaskContext task = TaskContext.get();
            DataFileWriter writer =
                    new DataFileWriter(files, Order.BY_PARTITION, task.partitionId(), task.taskAttemptId());
            boolean done = false;
            try {
                stored.forEach(part, row -> writer.write(marked(row)));
                ArrayList<WrittenFile> written = new ArrayList<>(writer.finished());
                done = true;
                return written;
            } finally {
                if (!done) {
                    writer.discard();
                }
            }
        }

        private InternalRow marked(InternalRow row) {
            return change == null
                    ? row
                    : new JoinedRow(row, new GenericInternalRow(new Object[] {UTF8String.fromString(change)}));
        }
    }
}
