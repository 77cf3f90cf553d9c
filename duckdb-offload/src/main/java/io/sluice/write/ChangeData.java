package io.sluice.write;

import io.sluice.query.PinnedTable;
import io.sluice.scan.Deletions;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.List;

/** Files that tell row by row what a statement has changed. */
final class ChangeData {
    private ChangeData() {}

    /** Tells the rows that are lost. */
    static List<DataFile> deleted(WriteRun run, LostRows lost) {
        return tell(run, tasks(lost), "delete");
    }

    /** The rows that are lost, as they are read. */
    static List<ScanTask> tasks(LostRows lost) {
        List<ScanTask> tasks = new ArrayList<>();
        lost.byFile()
                .forEach((task, rows) -> tasks.add(rows.isEmpty() ? task : task.withDeletions(new AllBut(task, rows))));
        return tasks;
    }

    /** Tells the rows of new files as they were written. */
    static List<DataFile> told(WriteRun run, List<DataFile> files, String change) {
        return tell(run, tasks(run, files), change);
    }

    /** Files that no commit names yet, as they are read. */
    static List<ScanTask> tasks(WriteRun run, List<DataFile> files) {
        return files.stream()
                .map(file -> ScanTask.whole(run.table().table().location() + "/" + file.path(), file))
                .toList();
    }

    private static List<DataFile> tell(WriteRun run, List<ScanTask> tasks, String change) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        PinnedTable view = run.asWritten();
        run.views().define(view, tasks);
        return run.tell("SELECT * EXCLUDE (%s), '%s' AS %s FROM %s"
                .formatted(run.places(), change, WriteRun.CHANGE_TYPE, view.view()));
    }

    /** Leaves only the given rows of a file. */
    private record AllBut(ScanTask task, RowPositions rows) implements Deletions {
        @Override
        public long count() {
            return positions().count();
        }

        @Override
        public RowPositions positions() {
            long all = task.file().statistics().rowCount();
            return RowPositions.all(all == FileStatistics.UNKNOWN_ROW_COUNT ? Integer.MAX_VALUE : all)
                    .minus(rows);
        }
    }
}
