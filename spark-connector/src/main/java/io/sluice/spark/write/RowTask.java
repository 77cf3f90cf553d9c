package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.write.DataFileWriter.Order;
import java.io.Serializable;

/**
 * What the tasks of one job need to write rows of a table.
 *
 * @param tasks how many there are
 */
public record RowTask(NewFiles files, TableRules rules, int tasks) implements Serializable {
    private static final long serialVersionUID = 1L;

    public RowTask {
        requireNonNull(files, "files");
        requireNonNull(rules, "rules");
    }

    /** The rows of one attempt of a task. */
    public RuledRows rows(int partition) {
        return new RuledRows(rules, partition, tasks);
    }

    /** The files of one attempt of a task. */
    public DataFileWriter writer(int partition, long attempt) {
        return writer(files, partition, attempt);
    }

    /** Likewise files of other rows that come in the same order. */
    public DataFileWriter writer(NewFiles others, int partition, long attempt) {
        boolean unordered = files.partitions().stream().anyMatch(column -> rules.makes(column.name()));
        return new DataFileWriter(others, unordered ? Order.ANY : Order.BY_PARTITION, partition, attempt);
    }
}
