package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.spark.read.ReadFiles;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One command that puts new files into the place of those that it has read. */
final class RewriteBatchWrite implements BatchWrite {
    private static final long NOT_COUNTED = -1;

    private final CommandCommit commit;
    private final ReadFiles read;

    RewriteBatchWrite(CommandCommit commit, ReadFiles read) {
        this.commit = requireNonNull(commit, "commit");
        this.read = requireNonNull(read, "read");
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return new RewriteWriters(commit.prepared(info.numPartitions()));
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        commit(messages, null);
    }

    /** @param summary null if Spark has counted nothing */
    @Override
    public void commit(WriterCommitMessage[] messages, WriteSummary summary) {
        List<String> gone =
                read.files().stream().map(task -> task.file().path()).toList();
        commit.run(
                messages, gone.isEmpty() ? Optional.empty() : Optional.of(new RemoveFiles(gone)), summary, NOT_COUNTED);
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        commit.abort(messages);
    }
}
