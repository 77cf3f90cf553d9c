package io.sluice.spark.rows;

import io.sluice.spark.write.WrittenFile;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task has done to rows.
 *
 * @param added the files that it has written
 * @param told the files that tell of the rows in those
 * @param deleted by the number of their file, the rows that are gone, as a bitmap in the portable format
 * @param updated likewise, those that it has written otherwise
 * @param numbersGiven as {@link io.sluice.spark.write.RuledRows} has them
 */
record ChangesOfTask(
        List<WrittenFile> added,
        List<WrittenFile> told,
        Map<Long, byte[]> deleted,
        Map<Long, byte[]> updated,
        Map<String, Long> numbersGiven)
        implements WriterCommitMessage, Serializable {
    private static final long serialVersionUID = 1L;

    ChangesOfTask {
        added = List.copyOf(added);
        told = List.copyOf(told);
        deleted = Map.copyOf(deleted);
        updated = Map.copyOf(updated);
        numbersGiven = Map.copyOf(numbersGiven);
    }
}
