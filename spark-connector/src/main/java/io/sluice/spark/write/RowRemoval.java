package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that a write takes out of the files of a table, and those that it puts there. Where the table has deletion
 * vectors, files stay and lack rows; where not, the rows that are left in a file are written anew. On the driver.
 */
public final class RowRemoval {
    /** The types of changes. Source: Delta protocol, section "Change Data Files". */
    public static final String INSERT = "insert";

    /** A row as it has become. */
    public static final String POSTIMAGE = "update_postimage";

    private static final String PREIMAGE = "update_preimage";
    private static final String DELETE = "delete";

    private final TableProperties properties;
    private final RowCopies copies;
    private final List<RowsOfFile> deleted;
    private final List<RowsOfFile> updated;
    private final List<RowsOfFile> gone;
    private long copiedRows;

    /**
     * A removal of rows that the pinned state has, each row once.
     *
     * @param files of the write
     * @param updated rows that the write puts back otherwise
     */
    public RowRemoval(PinnedTable table, NewFiles files, List<RowsOfFile> deleted, List<RowsOfFile> updated) {
        properties = TableProperties.of(requireNonNull(table, "table").metadata());
        copies = new RowCopies(table, files);
        this.deleted = List.copyOf(deleted);
        this.updated = List.copyOf(updated);
        gone = gone(this.deleted, this.updated);
    }

    private static List<RowsOfFile> gone(List<RowsOfFile> deleted, List<RowsOfFile> updated) {
        Map<String, RowsOfFile> byFile = new LinkedHashMap<>();
        deleted.forEach(rows -> byFile.put(rows.task().location(), rows));
        updated.forEach(rows -> byFile.merge(rows.task().location(), rows, RowsOfFile::and));
        return List.copyOf(byFile.values());
    }

    /**
     * What the commit changes.
     *
     * @param added files of the tasks
     * @param told what the tasks have told of the rows in them; empty if they have not, and all of them are new
     */
    public List<TableChange> changes(List<DataFile> added, List<DataFile> told) {
        List<TableChange> changes = new ArrayList<>();
        List<DataFile> copied = remove(changes);
        copiedRows =
                copied.stream().mapToLong(file -> file.statistics().rowCount()).sum();
        List<DataFile> appended = new ArrayList<>(added);
        appended.addAll(copied);
        if (!appended.isEmpty()) {
            changes.add(new AppendFiles(appended));
        }
        // Other commits tell themselves what they do, by their files and deletion vectors.
        boolean isTold = properties.hasChangeFeed() && (!told.isEmpty() || !copied.isEmpty());
        if (isTold) {
            changes.add(new AddChangeData(everything(told.isEmpty() ? copies.tellingNew(added, INSERT) : told)));
        }
        return changes;
    }

    private List<DataFile> remove(List<TableChange> changes) {
        boolean vectors = properties.hasDeletionVectors();
        List<String> removed = gone.stream()
                .filter(some -> some.rows().isEmpty() || !vectors)
                .map(some -> some.task().file().path())
                .toList();
        if (!removed.isEmpty()) {
            changes.add(new RemoveFiles(removed));
        }
        if (!vectors) {
            return copies.without(gone);
        }
        Map<String, RowPositions> deletions = new LinkedHashMap<>();
        gone.forEach(some ->
                some.rows().ifPresent(rows -> deletions.put(some.task().file().path(), rows)));
        if (!deletions.isEmpty()) {
            changes.add(new DeleteRows(deletions));
        }
        return List.of();
    }

    private List<DataFile> everything(List<DataFile> told) {
        List<DataFile> all = new ArrayList<>(told);
        all.addAll(copies.telling(updated, PREIMAGE));
        all.addAll(copies.telling(deleted, DELETE));
        return all;
    }

    /** How many rows are not any more where they were. */
    public long count() {
        return gone.stream().mapToLong(RowsOfFile::count).sum();
    }

    /** Adds what is to be told of a removal whose changes are known: rows that went, and those that were copied. */
    void addCounts(Map<String, Long> counts) {
        if (!gone.isEmpty()) {
            counts.put("numDeletedRows", count());
        }
        if (copiedRows > 0) {
            counts.put("numCopiedRows", copiedRows);
        }
    }

    /** How many rows were written anew as they are; known when the changes are. */
    public long copiedRows() {
        return copiedRows;
    }
}
