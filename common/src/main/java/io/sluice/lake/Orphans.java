package io.sluice.lake;

import io.sluice.format.FormatTable;
import io.sluice.format.NamedFiles;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import java.time.Instant;
import java.util.List;

/** Files that writers have left behind who were killed, or stopped while others cleaned up after them. */
final class Orphans {
    private Orphans() {}

    /**
     * The files in a table's folder that it does not need, by location.
     *
     * @param before files that were changed later may belong to a write that is not committed yet
     */
    static List<StoredFile> of(FormatTable table, Storage storage, Instant before) {
        // What is committed after this look is named by the next one.
        List<StoredFile> stored = storage.listAll(table.table().location());
        NamedFiles named = table.namedFiles();
        return stored.stream()
                .filter(file -> file.modifiedMillis() < before.toEpochMilli())
                .filter(file -> !named.has(file.location()))
                .toList();
    }
}
