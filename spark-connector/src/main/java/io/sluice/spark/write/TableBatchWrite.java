package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.scan.ScanTask;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.session.WriteTarget;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One statement that adds rows, and may put them in the place of others. */
final class TableBatchWrite implements BatchWrite {
    private final WriteTarget target;
    private final NewFiles files;
    private final Replaced replaced;
    private final Map<String, String> options;
    private final HandedOver handedOver = new HandedOver();

    TableBatchWrite(WriteTarget target, NewFiles files, Replaced replaced, Map<String, String> options) {
        this.target = requireNonNull(target, "target");
        this.files = requireNonNull(files, "files");
        this.replaced = requireNonNull(replaced, "replaced");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        StagedFiles.prepare(files.location());
        return new RowWriters(files);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        List<DataFile> added =
                WrittenRows.all(messages).stream().map(WrittenFile::dataFile).toList();
        if (!added.isEmpty()) {
            StagedFiles.sync(files.location());
        }
        List<ScanTask> gone = target instanceof PinnedTable table ? replaced.files(table, added) : List.of();
        List<TableChange> changes = new ArrayList<>();
        if (!gone.isEmpty()) {
            changes.add(new RemoveFiles(
                    gone.stream().map(task -> task.file().path()).toList()));
        }
        if (!added.isEmpty()) {
            changes.add(new AppendFiles(added));
        }
        if (changes.isEmpty()) {
            return;
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(
                "numOutputRows",
                added.stream().mapToLong(file -> file.statistics().rowCount()).sum());
        if (!gone.isEmpty()) {
            counts.put(
                    "numDeletedRows",
                    gone.stream().mapToLong(TableBatchWrite::rowsLeft).sum());
        }
        handedOver.to(
                target,
                new TableChanges(Operations.of("WRITE", replaced.parameters(), counts, changes), changes, options));
    }

    private static long rowsLeft(ScanTask task) {
        long all = task.file().statistics().rowCount();
        return all == FileStatistics.UNKNOWN_ROW_COUNT
                ? 0
                : all - task.deletions().count();
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.remove(
                    files.location(),
                    WrittenRows.all(messages).stream()
                            .map(WrittenFile::dataFile)
                            .toList());
        }
    }
}
