package io.sluice.spark.write;

import io.sluice.table.DataFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The files that a task has written. */
record WrittenRows(List<WrittenFile> files) implements WriterCommitMessage, Serializable {
    private static final long serialVersionUID = 1L;

    WrittenRows {
        files = List.copyOf(files);
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
}
