package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/** Makes the writers of tasks that add rows. */
record RowWriters(NewFiles files) implements DataWriterFactory, StreamingDataWriterFactory {
    private static final long serialVersionUID = 1L;

    RowWriters {
        requireNonNull(files, "files");
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Rows(new DataFileWriter(files, partition));
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt, long epoch) {
        return createWriter(partition, attempt);
    }

    private record Rows(DataFileWriter writer) implements DataWriter<InternalRow> {
        @Override
        public void write(InternalRow row) throws IOException {
            writer.write(row);
        }

        @Override
        public WriterCommitMessage commit() throws IOException {
            return new WrittenRows(writer.finished());
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
