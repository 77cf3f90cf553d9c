package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadFiles;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.write.HandedOver;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.StagedFiles;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One command that puts new files into the place of those that it has read. */
final class RewriteBatchWrite implements BatchWrite {
    private static final long NOT_COUNTED = -1;

    private final PinnedTable table;
    private final Command command;
    private final NewFiles files;
    private final Map<String, String> options;
    private final ReadFiles read;
    private final HandedOver handedOver = new HandedOver();

    RewriteBatchWrite(PinnedTable table, Command command, NewFiles files, Map<String, String> options, ReadFiles read) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
        this.files = requireNonNull(files, "files");
        this.options = requireNonNull(options, "options");
        this.read = requireNonNull(read, "read");
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        StagedFiles.prepare(files.location());
        return new RewriteWriters(files);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        commit(messages, null);
    }

    @Override
    public void commit(WriterCommitMessage[] messages, WriteSummary summary) {
        List<DataFile> added = ChangedRows.files(messages);
        if (!added.isEmpty()) {
            StagedFiles.sync(files.location());
        }
        List<ScanTask> gone = read.files();
        List<TableChange> changes = new ArrayList<>();
        if (!gone.isEmpty()) {
            changes.add(new RemoveFiles(
                    gone.stream().map(task -> task.file().path()).toList()));
        }
        if (!added.isEmpty()) {
            changes.add(new AppendFiles(added));
        }
        if (!changes.isEmpty()) {
            handedOver.to(
                    table,
                    new TableChanges(RowOperations.of(command, summary, NOT_COUNTED, changes), changes, options));
        }
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.remove(files.location(), ChangedRows.files(messages));
        }
    }
}
