package io.sluice.spark.rows;

import io.sluice.spark.write.RowPlaces;
import io.sluice.spark.write.WrittenFile;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
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
 * @param deleted by the number of their file
 * @param updated likewise: rows that are in the files that were added
 * @param numbersGiven of identity columns, by task
 */
record CommandRows(
        List<DataFile> added,
        List<DataFile> told,
        Map<Long, RowPositions> deleted,
        Map<Long, RowPositions> updated,
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

    private static Map<Long, RowPositions> rows(
            List<ChangesOfTask> tasks, Function<ChangesOfTask, Map<Long, byte[]>> which) {
        return RowPlaces.union(tasks.stream().map(which).toList());
    }
}
