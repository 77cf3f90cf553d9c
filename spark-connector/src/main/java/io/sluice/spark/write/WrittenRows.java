package io.sluice.spark.write;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The files that a task has written. */
record WrittenRows(List<WrittenFile> files) implements WriterCommitMessage, Serializable {
    private static final long serialVersionUID = 1L;

    WrittenRows {
        files = List.copyOf(files);
    }

    /** All files of a job's tasks; those that have not said anything have written none. */
    static List<WrittenFile> all(WriterCommitMessage[] messages) {
        List<WrittenFile> files = new ArrayList<>();
        Arrays.stream(messages)
                .filter(Objects::nonNull)
                .forEach(message -> files.addAll(((WrittenRows) message).files()));
        return files;
    }
}
