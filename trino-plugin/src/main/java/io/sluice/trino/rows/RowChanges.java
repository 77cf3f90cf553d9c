package io.sluice.trino.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.trino.transaction.FileNumbers;
import io.sluice.trino.write.NewFiles;
import io.sluice.trino.write.WrittenFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What all writers of a statement together have done. Where the table has deletion vectors, files stay and lack rows;
 * where not, the rows that are left in a file are written anew.
 *
 * @param vectors whether the table has deletion vectors
 * @param tell where changes are told; empty if nobody wants to know
 * @param added files of new and changed rows
 * @param told files that tell of the rows in those
 * @param deleted rows of files, by the file
 * @param updated likewise: rows that are in the files that were added
 */
record RowChanges(
        Vectors vectors,
        Optional<NewFiles> tell,
        List<DataFile> added,
        List<DataFile> told,
        long inserted,
        Map<ScanTask, RowPositions> deleted,
        Map<ScanTask, RowPositions> updated) {
    /** Whether a table has deletion vectors. */
    enum Vectors {
        ALLOWED,
        NONE
    }

    RowChanges {
        requireNonNull(vectors, "vectors");
        requireNonNull(tell, "tell");
        added = List.copyOf(added);
        told = List.copyOf(told);
    }

    /** @param read the files that rows were read of */
    static RowChanges of(MergeHandle merge, List<RowsDone> done, TableMetadata table, FileNumbers read) {
        return new RowChanges(
                TableProperties.of(table).hasDeletionVectors() ? Vectors.ALLOWED : Vectors.NONE,
                merge.told(),
                files(done, RowsDone::added),
                files(done, RowsDone::told),
                done.stream().mapToLong(RowsDone::inserted).sum(),
                located(read, done.stream().map(RowsDone::deleted).toList()),
                located(read, done.stream().map(RowsDone::updated).toList()));
    }

    private static List<DataFile> files(List<RowsDone> done, Function<RowsDone, List<WrittenFile>> which) {
        return done.stream()
                .flatMap(one -> which.apply(one).stream())
                .map(WrittenFile::dataFile)
                .toList();
    }

    private static Map<ScanTask, RowPositions> located(FileNumbers files, List<Map<Integer, byte[]>> written) {
        Map<ScanTask, RowPositions> located = new LinkedHashMap<>();
        RowPlaces.union(written).forEach((number, rows) -> located.put(files.file(number), rows));
        return located;
    }

    /** What the statement is: Trino tells no connector, so it is called by what it has done. */
    String name() {
        if (inserted > 0 || deleted.isEmpty() == updated.isEmpty()) {
            return "MERGE";
        }
        return deleted.isEmpty() ? "UPDATE" : "DELETE";
    }

    Map<String, String> counts() {
        return Map.of(
                "numInsertedRows", Long.toString(inserted),
                "numUpdatedRows", Long.toString(count(updated)),
                "numDeletedRows", Long.toString(count(deleted)));
    }

    private static long count(Map<ScanTask, RowPositions> rows) {
        return rows.values().stream().mapToLong(RowPositions::count).sum();
    }

    /** What the commit changes. Rows that have to be written anew are written here. */
    List<TableChange> listed(RowCopies copies) {
        Map<ScanTask, RowPositions> gone = new LinkedHashMap<>(deleted);
        updated.forEach((task, rows) -> gone.merge(task, rows, RowPlaces::disjoint));
        List<TableChange> changes = new ArrayList<>();
        List<String> emptied = gone.keySet().stream()
                .filter(task -> vectors == Vectors.NONE || isEmptied(task, gone.get(task)))
                .map(task -> task.file().path())
                .toList();
        if (!emptied.isEmpty()) {
            changes.add(new RemoveFiles(emptied));
        }
        List<DataFile> appended = new ArrayList<>(added);
        List<DataFile> copied = List.of();
        if (vectors == Vectors.NONE) {
            Map<ScanTask, RowPositions> shortened = new LinkedHashMap<>(gone);
            shortened.entrySet().removeIf(file -> isEmptied(file.getKey(), file.getValue()));
            copied = copies.without(shortened);
            appended.addAll(copied);
        } else {
            Map<String, RowPositions> lacking = new LinkedHashMap<>();
            gone.forEach((task, rows) -> {
                if (!isEmptied(task, rows)) {
                    lacking.put(task.file().path(), rows);
                }
            });
            if (!lacking.isEmpty()) {
                changes.add(new DeleteRows(lacking));
            }
        }
        if (!appended.isEmpty()) {
            changes.add(new AppendFiles(appended));
        }
        // Commits that only add or only delete tell themselves what they do, unless files were written anew.
        if (tell.isPresent() && (!told.isEmpty() || !copied.isEmpty())) {
            changes.add(new AddChangeData(everything(copies, tell.get())));
        }
        return changes;
    }

    private static boolean isEmptied(ScanTask task, RowPositions gone) {
        long rows = task.file().statistics().rowCount();
        return rows != FileStatistics.UNKNOWN_ROW_COUNT
                && rows - task.deletions().count() == gone.count();
    }

    private List<DataFile> everything(RowCopies copies, NewFiles files) {
        List<DataFile> all = new ArrayList<>(told);
        all.addAll(copies.telling(files, updated, ToldChange.BEFORE_UPDATE));
        all.addAll(copies.telling(files, deleted, ToldChange.DELETE));
        return all;
    }
}
