package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.trino.handle.SluiceColumnHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Everything that a worker has to know to write files of a table; it asks nobody else.
 *
 * @param location the table's folder, absolute
 * @param folder within the table's; empty, or ending in a slash
 * @param write names the files so that they can be told from those of all other writes
 * @param columns of the table, in the order of the pages; values of partition columns are not in the files
 * @param extra columns that files have beside those of the table, in the pages behind them; there are no statistics of
 *     them
 * @param compression a codec of Parquet, in small letters
 */
public record NewFiles(
        String location,
        String folder,
        String write,
        List<SluiceColumnHandle> columns,
        List<SluiceColumnHandle> extra,
        String compression,
        FileLimits limits) {
    /** Where readers look for changes. Source: Delta protocol, section "Change Data Files". */
    private static final String CHANGE_DATA = "_change_data/";

    public NewFiles {
        requireNonNull(location, "location");
        requireNonNull(folder, "folder");
        requireNonNull(write, "write");
        columns = List.copyOf(columns);
        extra = List.copyOf(extra);
        requireNonNull(compression, "compression");
        requireNonNull(limits, "limits");
    }

    /** The same files with more columns, behind those that there are. */
    public NewFiles withExtra(List<SluiceColumnHandle> more) {
        List<SluiceColumnHandle> all = new ArrayList<>(extra);
        all.addAll(more);
        return new NewFiles(location, folder, write, columns, all, compression, limits);
    }

    /** Files of the same write that tell its changes, row by row. */
    public NewFiles ofChangeData() {
        return new NewFiles(location, CHANGE_DATA, write, columns, extra, compression, limits);
    }

    /** The folder that the files are in. */
    @JsonIgnore
    public Path directory() {
        return Path.of(location).resolve(folder);
    }

    /** A name for a file, relative to the table's folder, that is used once. */
    String newName() {
        return folder + prefix() + UUID.randomUUID() + ".parquet";
    }

    /** Whether a file of that name, without a folder, belongs to the write. */
    boolean has(String name) {
        return name.startsWith(prefix());
    }

    private String prefix() {
        return (folder.isEmpty() ? "part-" : "cdc-") + write + "-";
    }
}
