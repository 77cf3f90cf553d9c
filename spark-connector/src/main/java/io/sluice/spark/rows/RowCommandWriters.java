package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.write.DataFileWriter;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.RowPlaces;
import io.sluice.spark.write.RowRemoval;
import io.sluice.spark.write.RowTask;
import io.sluice.spark.write.RuledRows;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes the writers of tasks that take rows out of files by their places, and add others.
 *
 * @param told files that tell of the rows that are added; null if nobody wants to know
 */
record RowCommandWriters(RowTask task, NewFiles told) implements DeltaWriterFactory {
    private static final long serialVersionUID = 1L;

    RowCommandWriters {
        requireNonNull(task, "task");
    }

    @Override
    public DeltaWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Writer(
                task.writer(partition, attempt),
                new ChangeTeller(told == null ? null : task.writer(told, partition, attempt)),
                task.rows(partition),
                new RowIds(task.files()));
    }

    private static final class Writer implements DeltaWriter<InternalRow> {
        private static final UTF8String INSERT = UTF8String.fromString(RowRemoval.INSERT);
        private static final UTF8String POSTIMAGE = UTF8String.fromString(RowRemoval.POSTIMAGE);

        private final DataFileWriter added;
        private final ChangeTeller teller;
        private final RuledRows rows;
        private final RowIds ids;
        private final RowPlaces deleted = new RowPlaces();
        private final RowPlaces updated = new RowPlaces();

        Writer(DataFileWriter added, ChangeTeller teller, RuledRows rows, RowIds ids) {
            this.added = added;
            this.teller = teller;
            this.rows = rows;
            this.ids = ids;
        }

        @Override
        public void delete(InternalRow metadata, InternalRow id) {
            deleted.add(id.getLong(0), id.getLong(1));
        }

        @Override
        public void update(InternalRow metadata, InternalRow id, InternalRow row) throws IOException {
            updated.add(id.getLong(0), id.getLong(1));
            InternalRow changed = rows.changed(row);
            added.write(ids.kept(metadata, changed));
            teller.tell(changed, POSTIMAGE);
        }

        @Override
        public void insert(InternalRow row) throws IOException {
            InternalRow ruled = rows.added(row);
            added.write(ids.given(ruled));
            teller.tell(ruled, INSERT);
        }

        @Override
        public WriterCommitMessage commit() throws IOException {
            return new ChangesOfTask(
                    added.finished(), teller.finished(), deleted.bitmaps(), updated.bitmaps(), rows.numbersGiven());
        }

        @Override
        public void abort() throws IOException {
            added.discard();
            teller.discard();
        }

        @Override
        public void close() throws IOException {
            added.close();
            teller.close();
        }
    }
}
