package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.spark.write.HandedOver;
import io.sluice.spark.write.NewFiles;
import io.sluice.spark.write.StagedFiles;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One command that takes rows out of files by their places, and adds others. */
final class PositionBatchWrite implements DeltaBatchWrite {
    private final PinnedTable table;
    private final Command command;
    private final NewFiles files;
    private final Map<String, String> options;
    private final HandedOver handedOver = new HandedOver();

    PositionBatchWrite(PinnedTable table, Command command, NewFiles files, Map<String, String> options) {
        this.table = requireNonNull(table, "table");
        this.command = requireNonNull(command, "command");
        this.files = requireNonNull(files, "files");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        StagedFiles.prepare(files.location());
        return new PositionWriters(files);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        commit(messages, null);
    }

    /** @param summary null if Spark has counted nothing */
    @Override
    public void commit(WriterCommitMessage[] messages, WriteSummary summary) {
        List<DataFile> added = ChangedRows.files(messages);
        if (!added.isEmpty()) {
            StagedFiles.sync(files.location());
        }
        Map<String, RowPositions> deleted = byPath(ChangedRows.deleted(messages));
        List<TableChange> changes = new ArrayList<>();
        if (!deleted.isEmpty()) {
            changes.add(new DeleteRows(deleted));
        }
        if (!added.isEmpty()) {
            changes.add(new AppendFiles(added));
        }
        if (!changes.isEmpty()) {
            long gone = deleted.values().stream().mapToLong(RowPositions::count).sum();
            handedOver.to(table, new TableChanges(RowOperations.of(command, summary, gone, changes), changes, options));
        }
    }

    /** By the paths that the table knows its files by. */
    private Map<String, RowPositions> byPath(Map<String, RowPositions> byLocation) {
        if (byLocation.isEmpty()) {
            return Map.of();
        }
        Map<String, RowPositions> byPath = new LinkedHashMap<>();
        for (ScanTask task : table.snapshot().plan(Predicate.ALL).tasks()) {
            RowPositions rows = byLocation.get(task.location());
            if (rows != null) {
                byPath.put(task.file().path(), rows);
            }
        }
        if (byPath.size() < byLocation.size()) {
            throw SluiceException.bug(
                    "rows are to be deleted from files that table %s does not have at version %s: %s"
                            .formatted(table.name(), table.snapshot().version(), byLocation.keySet()),
                    null);
        }
        return byPath;
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (!handedOver.isDone()) {
            StagedFiles.remove(files.location(), ChangedRows.files(messages));
        }
    }
}
