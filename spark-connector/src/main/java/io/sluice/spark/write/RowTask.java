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
    public DataFileWriter writer(int partition) {
        boolean unordered = files.partitions().stream().anyMatch(column -> rules.makes(column.name()));
        return new DataFileWriter(files, unordered ? Order.ANY : Order.BY_PARTITION, partition);
    }
}
