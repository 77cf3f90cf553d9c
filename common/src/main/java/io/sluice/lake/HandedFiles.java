package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.storage.Storage;
import io.sluice.table.DataFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data files that a transaction was handed, and that nobody else knows of before it is committed. */
final class HandedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HandedFiles.class);

    private final Storage storage;
    private final Set<String> locations = new LinkedHashSet<>();

    HandedFiles(Storage storage) {
        this.storage = requireNonNull(storage, "storage");
    }

    void add(CatalogTable table, List<TableChange> changes) {
        changes.forEach(change -> files(change).forEach(file -> locations.add(table.location() + "/" + file.path())));
    }

    /** Notes that the files of these changes belong to the table from now on. */
    void release(CatalogTable table, List<TableChange> changes) {
        changes.forEach(
                change -> files(change).forEach(file -> locations.remove(table.location() + "/" + file.path())));
    }

    /** Removes the files that are left. What cannot be removed stays, seen by nobody. */
    void remove() {
        for (String location : locations) {
            try {
                storage.delete(location);
            } catch (RuntimeException failure) {
                LOG.warn("the data file {} of a write that was not committed could not be removed", location, failure);
            }
        }
        locations.clear();
    }

    /** Files elsewhere than in the table's folder were not made for this transaction. */
    private static List<DataFile> files(TableChange change) {
        List<DataFile> files = List.of();
        if (change instanceof AppendFiles append) {
            files = append.files();
        } else if (change instanceof ReplaceFiles replacement) {
            files = replacement.replacements();
        } else if (change instanceof AddChangeData data) {
            files = data.files();
        }
        return files.stream()
                .filter(file -> !file.path().startsWith("/") && !file.path().contains("://"))
                .toList();
    }
}
