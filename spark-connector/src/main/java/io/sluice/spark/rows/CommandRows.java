package io.sluice.spark.rows;

import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.write.RowPlaces;
import io.sluice.spark.write.WrittenFile;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What all tasks of a command together have done.
 *
 * @param added the files of new and changed rows
 * @param told files that tell of the rows in those
 * @param deleted by the location of their file
 * @param updated likewise: rows that are in the files that were added
 * @param numbersGiven of identity columns, by task
 */
record CommandRows(
        List<DataFile> added,
        List<DataFile> told,
        Map<String, RowPositions> deleted,
        Map<String, RowPositions> updated,
        List<Map<String, Long>> numbersGiven) {
    /** Tasks that have not said anything have done nothing. */
    static CommandRows of(WriterCommitMessage[] messages) {
        List<ChangesOfTask> tasks = Arrays.stream(messages)
                .filter(ChangesOfTask.class::isInstance)
                .map(ChangesOfTask.class::cast)
                .toList();
        return new CommandRows(
                files(tasks, ChangesOfTask::added),
                files(tasks, ChangesOfTask::told),
                rows(tasks, ChangesOfTask::deleted),
                rows(tasks, ChangesOfTask::updated),
                tasks.stream().map(ChangesOfTask::numbersGiven).toList());
    }

    private static List<DataFile> files(List<ChangesOfTask> tasks, Function<ChangesOfTask, List<WrittenFile>> which) {
        return tasks.stream()
                .flatMap(task -> which.apply(task).stream())
                .map(WrittenFile::dataFile)
                .toList();
    }

    private static Map<String, RowPositions> rows(
            List<ChangesOfTask> tasks, Function<ChangesOfTask, Map<String, byte[]>> which) {
        return RowPlaces.union(tasks.stream().map(which).toList());
    }

    /** The rows with the files that the table has. */
    static List<RowsOfFile> located(PinnedTable table, Map<String, RowPositions> byLocation) {
        if (byLocation.isEmpty()) {
            return List.of();
        }
        List<RowsOfFile> located = new ArrayList<>();
        for (ScanTask task : table.snapshot().plan(Predicate.ALL).tasks()) {
            RowPositions rows = byLocation.get(task.location());
            if (rows != null) {
                located.add(RowsOfFile.of(task, rows));
            }
        }
        if (located.size() < byLocation.size()) {
            throw SluiceException.bug(
                    "rows are to be taken from files that table %s does not have at version %s: %s"
                            .formatted(table.name(), table.snapshot().version(), byLocation.keySet()),
                    null);
        }
        return located;
    }
}
