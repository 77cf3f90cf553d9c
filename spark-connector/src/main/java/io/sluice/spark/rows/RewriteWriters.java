package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.write.DataFileWriter;
import io.sluice.spark.write.RowTask;
import io.sluice.spark.write.RuledRows;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Makes the writers of tasks that write all rows of files anew, changed or not. */
record RewriteWriters(RowTask task) implements DataWriterFactory {
    private static final long serialVersionUID = 1L;

    RewriteWriters {
        requireNonNull(task, "task");
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Rows(task.writer(partition), task.rows(partition), new RowIds(task.files()));
    }

    private record Rows(DataFileWriter added, RuledRows rows, RowIds ids) implements DataWriter<InternalRow> {
        /** The version of a row that was changed is null already: Spark keeps it for the others only. */
        @Override
        public void write(InternalRow metadata, InternalRow row) throws IOException {
            added.write(ids.moved(metadata, rows.changed(row)));
        }

        @Override
        public void write(InternalRow row) throws IOException {
            added.write(ids.given(rows.added(row)));
        }

        @Override
        public WriterCommitMessage commit() throws IOException {
            return new ChangedRows(added.finished(), Map.of(), rows.numbersGiven());
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
