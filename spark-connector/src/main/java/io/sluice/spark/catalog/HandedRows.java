package io.sluice.spark.catalog;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.error.SluiceException;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What a statement writes into the table that it makes, until it is made. */
final class HandedRows {
    private final List<TableChange> changes = new ArrayList<>();
    private final Map<String, String> metrics = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private boolean written;

    void add(TableChanges handed) {
        written = true;
        changes.addAll(handed.changes());
        metrics.putAll(handed.operation().metrics());
        options.putAll(handed.options());
    }

    List<TableChange> changes() {
        return List.copyOf(changes);
    }

    Map<String, String> metrics() {
        return metrics;
    }

    Map<String, String> options() {
        return options;
    }

    /** What the name of the operation ends in. */
    String suffix() {
        return written ? " AS SELECT" : "";
    }

    /**
     * Offers what was written to a commit. It is not discarded any more, unless it is certain that nothing is there.
     *
     * @param commit says whether it is committed
     */
    boolean offer(BooleanSupplier commit) {
        boolean mayStand = true;
        try {
            mayStand = commit.getAsBoolean();
        } catch (CommitRejectedException | SluiceException nothingIsCommitted) {
            mayStand = false;
            throw nothingIsCommitted;
        } finally {
            if (mayStand) {
                changes.clear();
            }
        }
        return mayStand;
    }

    /** Removes the files. What cannot be removed is an orphan that nothing refers to. */
    void discard(CatalogTable table) {
        Path folder = Path.of(table.location());
        for (TableChange change : changes) {
            if (change instanceof AppendFiles append) {
                append.files().forEach(file -> discard(folder, file));
            }
        }
        changes.clear();
    }

    private static void discard(Path folder, DataFile file) {
        try {
            Files.deleteIfExists(folder.resolve(file.path()));
        } catch (IOException orphan) {
            // Harmless: nothing refers to it, and orphans can be listed.
        }
    }
}
