package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.RowCondition;
import io.sluice.spark.session.WriteTarget;
import io.sluice.spark.types.SparkTypes;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/**
 * Makes the writers of tasks that add rows.
 *
 * @param condition what is to be true for each of them
 * @param refusal what is said of a row for which it is not
 */
record RowWriters(RowTask task, RowCondition condition, String refusal)
        implements DataWriterFactory, StreamingDataWriterFactory {
    private static final long serialVersionUID = 1L;

    RowWriters {
        requireNonNull(task, "task");
        requireNonNull(condition, "condition");
        requireNonNull(refusal, "refusal");
    }

    static RowWriters of(WriteTarget target, RowTask task, Replaced replaced) {
        return new RowWriters(
                task,
                RowCondition.of(
                        replaced.condition(),
                        SparkTypes.structType(target.metadata().schema())),
                "nothing was changed: new rows of table %s are not among those that are replaced: %s"
                        .formatted(target.table().name(), replaced.parameters()));
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt) {
        return new Rows(task.writer(partition, attempt), task.rows(partition), condition, refusal);
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long attempt, long epoch) {
        return createWriter(partition, attempt);
    }

    private record Rows(DataFileWriter writer, RuledRows rows, RowCondition condition, String refusal)
            implements DataWriter<InternalRow> {
        @Override
        public void write(InternalRow row) throws IOException {
            InternalRow ruled = rows.added(row);
            if (!condition.isTrueFor(ruled)) {
                throw SluiceException.user(refusal);
            }
            writer.write(ruled);
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
