package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.write.DataFileWriter;
import io.sluice.spark.write.RowTask;
import io.sluice.spark.write.RuledRows;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** Makes the writers of tasks that take rows out of files by their places, and add others. */
record PositionWriters(RowTask task) implements DeltaWriterFactory {
    private static final long serialVersionUID = 1L;

    PositionWriters {
        requireNonNull(task, "task");
    }

    @Override
    public DeltaWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Writer(task, partition);
    }

    private static final class Writer implements DeltaWriter<InternalRow> {
        private final DataFileWriter added;
        private final RuledRows rows;
        private final RowIds ids;
        private final Map<UTF8String, Roaring64NavigableMap> deleted = new HashMap<>();
        /** The file of the last deleted row: those of one file come one after the other, mostly. */
        private UTF8String lastFile;

        private Roaring64NavigableMap lastRows;

        Writer(RowTask task, int partition) {
            added = task.writer(partition);
            rows = task.rows(partition);
            ids = new RowIds(task.files());
        }

        @Override
        public void delete(InternalRow metadata, InternalRow id) {
            UTF8String file = id.getUTF8String(0);
            if (!file.equals(lastFile)) {
                lastFile = file.copy();
                lastRows = deleted.computeIfAbsent(lastFile, any -> new Roaring64NavigableMap());
            }
            lastRows.addLong(id.getLong(1));
        }

        @Override
        public void update(InternalRow metadata, InternalRow id, InternalRow row) throws IOException {
            delete(metadata, id);
            reinsert(metadata, row);
        }

        @Override
        public void reinsert(InternalRow metadata, InternalRow row) throws IOException {
            added.write(ids.kept(metadata, rows.changed(row)));
        }

        @Override
        public void insert(InternalRow row) throws IOException {
            added.write(ids.given(rows.added(row)));
        }

        @Override
        public WriterCommitMessage commit() throws IOException {
            Map<String, byte[]> bitmaps = new LinkedHashMap<>();
            for (Map.Entry<UTF8String, Roaring64NavigableMap> file : deleted.entrySet()) {
                bitmaps.put(file.getKey().toString(), ChangedRows.bytes(file.getValue()));
            }
            return new ChangedRows(added.finished(), bitmaps, rows.numbersGiven());
        }

        @Override
        public void abort() throws IOException {
            added.discard();
        }

        @Override
        public void close() throws IOException {
            added.close();
        }
    }
}
