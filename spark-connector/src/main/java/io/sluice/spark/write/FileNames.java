package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.UUID;

/**
 * How the files of one write are named, so that they can be told from those of all others, whoever knows of them.
 *
 * @param folder within the table's; empty, or ending in a slash
 * @param write unique
 */
public record FileNames(String folder, String write) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where readers look for changes. Source: Delta protocol, section "Change Data Files". */
    static final String CHANGE_DATA = "_change_data/";

    public FileNames {
        requireNonNull(folder, "folder");
        requireNonNull(write, "write");
    }

    /** Names that no other write uses. */
    static FileNames ofNewWrite() {
        return new FileNames("", UUID.randomUUID().toString());
    }

    /** Those of the files that tell the changes of the same write. */
    FileNames ofChangeData() {
        return new FileNames(CHANGE_DATA, write);
    }

    /**
     * The name of a file, relative to the table's folder.
     *
     * @param partition the number of the task
     * @param attempt unique within the application
     * @param count of the files that the attempt has made before
     */
    String name(int partition, long attempt, int count) {
        String start = folder.isEmpty() ? "part" : "cdc";
        return "%s%s-%05d-%s-%d-%04d.parquet".formatted(folder, start, partition, write, attempt, count);
    }

    /** Whether a file of that name, without a folder, belongs to the write. */
    boolean has(String name) {
        return name.contains(write);
    }
}
