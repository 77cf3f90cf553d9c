package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.RowPositions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteSummary;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** One command that takes rows out of files by their places, and adds others. */
final class PositionBatchWrite implements DeltaBatchWrite {
    private final CommandCommit commit;

    PositionBatchWrite(CommandCommit commit) {
        this.commit = requireNonNull(commit, "commit");
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return new PositionWriters(commit.prepared(info.numPartitions()));
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        commit(messages, null);
    }

    /** @param summary null if Spark has counted nothing */
    @Override
    public void commit(WriterCommitMessage[] messages, WriteSummary summary) {
        Map<String, RowPositions> deleted = byPath(ChangedRows.deleted(messages));
        long gone = deleted.values().stream().mapToLong(RowPositions::count).sum();
        commit.run(
                messages, deleted.isEmpty() ? Optional.empty() : Optional.of(new DeleteRows(deleted)), summary, gone);
    }

    /** By the paths that the table knows its files by. */
    private Map<String, RowPositions> byPath(Map<String, RowPositions> byLocation) {
        if (byLocation.isEmpty()) {
            return Map.of();
        }
        PinnedTable table = commit.table();
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
        commit.abort(messages);
    }
}
