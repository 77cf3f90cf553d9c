package io.sluice.spark.write;

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
import java.util.Optional;

/** What a write of rows comes to. */
final class WriteChanges {
    private WriteChanges() {}

    /**
     * The changes of a write; empty if it neither adds nor replaces anything, nor are columns changed with it.
     *
     * @param more changes that go with them
     */
    static Optional<TableChanges> of(
            WriteTarget target,
            Replaced replaced,
            List<DataFile> added,
            List<TableChange> more,
            Map<String, String> options) {
        List<ScanTask> gone = target instanceof PinnedTable table ? replaced.files(table, added) : List.of();
        List<TableChange> changes = new ArrayList<>();
        if (!gone.isEmpty()) {
            changes.add(new RemoveFiles(
                    gone.stream().map(task -> task.file().path()).toList()));
        }
        if (!added.isEmpty()) {
            changes.add(new AppendFiles(added));
        }
        if (changes.isEmpty() && !target.isEvolved()) {
            return Optional.empty();
        }
        changes.addAll(more);
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(
                "numOutputRows",
                added.stream().mapToLong(file -> file.statistics().rowCount()).sum());
        if (!gone.isEmpty()) {
            counts.put(
                    "numDeletedRows",
                    gone.stream().mapToLong(WriteChanges::rowsLeft).sum());
        }
        return Optional.of(
                new TableChanges(Operations.of("WRITE", replaced.parameters(), counts, changes), changes, options));
    }

    private static long rowsLeft(ScanTask task) {
        long all = task.file().statistics().rowCount();
        return all == FileStatistics.UNKNOWN_ROW_COUNT
                ? 0
                : all - task.deletions().count();
    }
}
