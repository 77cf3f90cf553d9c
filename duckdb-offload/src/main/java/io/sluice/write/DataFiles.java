package io.sluice.write;

import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files that the engine has written, as data files of a table. */
public final class DataFiles {
    private DataFiles() {}

    /**
     * The data file for a file that was written with the physical names of the table's columns. A user error for an
     * empty text in a partition column.
     *
     * @param folder the table's location
     * @param modifiedMillis when it was written, in milliseconds since the epoch
     */
    public static DataFile of(WrittenFile file, TableMetadata table, Path folder, long modifiedMillis) {
        Map<String, Optional<String>> partition = new LinkedHashMap<>();
        for (String name : table.partitionColumns()) {
            Field column = table.schema().requireColumn(name);
            Optional<String> value = file.partitionValues().getOrDefault(column.physicalName(), Optional.empty());
            if (value.filter(String::isEmpty).isPresent()) {
                throw SluiceException.user(
                        "nothing was committed: the partition column '%s' has an empty text, which tables cannot tell from null"
                                .formatted(name));
            }
            partition.put(name, value.map(text -> PartitionText.of(column.type(), text)));
        }
        return new DataFile(
                folder.relativize(file.path()).toString(),
                file.sizeBytes(),
                modifiedMillis,
                partition,
                file.statistics(table.schema()));
    }
}
