package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/** Makes the writers of tasks that add rows. */
record RowWriters(RowTask task) implements DataWriterFactory, StreamingDataWriterFactory {
    private static final long serialVersionUID = 1L;

    RowWriters {
        requireNonNull(task, "task");
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Rows(task.writer(partition), task.rows(partition));
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt, long epoch) {
        return createWriter(partition, attempt);
    }

    private record Rows(DataFileWriter writer, RuledRows rows) implements DataWriter<InternalRow> {
        @Override
        public void write(InternalRow row) throws IOException {
            writer.write(rows.added(row));
        }

        @Override
        public WriterCommitMessage commit() throws IOException {
            return new WrittenRows(writer.finished(), rows.numbersGiven());
        }

        @Override
        public void abort() throws IOException {
            writer.discard();
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
