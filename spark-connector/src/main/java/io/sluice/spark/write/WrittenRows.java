package io.sluice.spark.write;

import io.sluice.table.DataFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task has written.
 *
 * @param numbersGiven as {@link RuledRows} has them
 */
record WrittenRows(List<WrittenFile> files, Map<String, Long> numbersGiven)
        implements WriterCommitMessage, Serializable {
    private static final long serialVersionUID = 1L;

    WrittenRows {
        files = List.copyOf(files);
        numbersGiven = Map.copyOf(numbersGiven);
    }

    /** All files of a job's tasks; those that have not said anything have written none. */
    static List<DataFile> files(WriterCommitMessage[] messages) {
        List<DataFile> files = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof WrittenRows rows) {
                rows.files().forEach(file -> files.add(file.dataFile()));
            }
        }
        return files;
    }

    /** The numbers that tasks have given to rows. */
    static List<Map<String, Long>> numbersGiven(WriterCommitMessage[] messages) {
        List<Map<String, Long>> numbers = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof WrittenRows rows) {
                numbers.add(rows.numbersGiven());
            }
        }
        return numbers;
    }
}
