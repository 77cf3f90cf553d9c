package io.sluice.lake;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction has done to one table so far: the changes in order, and what they add up to. Files that the
 * transaction adds are its <em>own</em>; the others belong to the version that was read, or to the one that the
 * transaction has restored. For one thread.
 */
final class TableEdits {
    /** A file that the transaction adds, and which of its rows the transaction has deleted again. */
    record OwnFile(DataFile file, RowPositions deleted) {}

    private final List<TableChange> changes = new ArrayList<>();
    private final Map<String, OwnFile> own = new LinkedHashMap<>();
    private final Map<String, RowPositions> deleted = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    /** Files of the version that was read that had lost rows here before they were removed. */
    private final Set<String> removedWithLosses = new LinkedHashSet<>();

    private boolean redefined;
    /** Where the changes begin that count: the last one that left nothing of those before it. */
    private int begin;

    private Optional<TableVersion> restored = Optional.empty();
    /** Whether every statement that has touched files tells its rows in change data too. */
    private boolean isToldRowByRow = true;
    /** Whether files went whose rows are partly in new ones, which only change data can tell apart. */
    private boolean needsToBeTold;

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Takes in the changes of one statement. */
    void apply(List<TableChange> statement) {
        requireNamesThatOwnFilesHave(statement);
        requireTellable(statement);
        statement.forEach(this::apply);
    }

    /**
     * Change data tells everything that a commit does to rows, or nothing: readers who find it look at nothing else.
     */
    private void requireTellable(List<TableChange> statement) {
        boolean tells = statement.stream().anyMatch(AddChangeData.class::isInstance);
        isToldRowByRow &= tells || statement.stream().noneMatch(TableEdits::touchesFiles);
        needsToBeTold |= tells && statement.stream().anyMatch(RemoveFiles.class::isInstance);
        if (needsToBeTold && !isToldRowByRow) {
            throw SluiceException.user(
                    "the table's change feed could not tell what a commit of these statements changes,"
                            + " as one of them has rewritten files and another has only added or removed some: commit in between");
        }
    }

    private static boolean touchesFiles(TableChange change) {
        return change instanceof AppendFiles || change instanceof RemoveFiles || change instanceof DeleteRows;
    }

    /** Files are handed over with values and statistics by column name, and are added under the last names. */
    private void requireNamesThatOwnFilesHave(List<TableChange> statement) {
        for (TableChange change : statement) {
            boolean movesNames = change instanceof AlterSchema alter
                    && alter.edits().stream().anyMatch(SchemaEdit::movesNames);
            if (movesNames && !own.isEmpty()) {
                throw SluiceException.user(
                        "columns cannot be renamed or dropped after rows were added to the same table"
                                + " in one transaction: commit in between, or change the columns first");
            }
        }
    }

    private void apply(TableChange change) {
        changes.add(change);
        if (change instanceof AppendFiles append) {
            append.files().forEach(this::add);
        } else if (change instanceof RemoveFiles removal) {
            removal.paths().forEach(this::remove);
        } else if (change instanceof DeleteRows deletion) {
            deletion.rows().forEach(this::delete);
        } else if (change instanceof ReplaceFiles replacement) {
            replacement.paths().forEach(this::remove);
            replacement.replacements().forEach(this::add);
        } else if (change instanceof Redefine || change instanceof Restore) {
            startAnew(change);
        }
    }

    /** What goes and comes by such a change, change data does not tell. */
    private void startAnew(TableChange change) {
        begin = changes.size() - 1;
        redefined = change instanceof Redefine;
        restored = change instanceof Restore restore ? Optional.of(restore.version()) : restored;
        own.clear();
        deleted.clear();
        removed.clear();
        removedWithLosses.clear();
        isToldRowByRow = false;
        needsToBeTold = false;
    }

    private void add(DataFile file) {
        if (own.put(file.path(), new OwnFile(file, RowPositions.NONE)) != null) {
            throw SluiceException.bug("file '%s' is added twice".formatted(file.path()));
        }
    }

    private void remove(String path) {
        if (own.remove(path) == null) {
            requireThere(path);
            removed.add(path);
            if (deleted.remove(path) != null) {
                removedWithLosses.add(path);
            }
        }
    }

    private void delete(String path, RowPositions rows) {
        OwnFile mine = own.get(path);
        if (mine == null) {
            requireThere(path);
            deleted.merge(path, rows, RowPositions::union);
            return;
        }
        RowPositions gone = mine.deleted().union(rows);
        long rowCount = mine.file().statistics().rowCount();
        if (rowCount != FileStatistics.UNKNOWN_ROW_COUNT && gone.count() >= rowCount) {
            own.remove(path);
        } else {
            own.put(path, new OwnFile(mine.file(), gone));
        }
    }

    private void requireThere(String path) {
        if (redefined || removed.contains(path)) {
            throw SluiceException.bug(
                    "file '%s' is changed, but the transaction has removed it already".formatted(path));
        }
    }

    /** The files that the transaction adds, as they would be now. */
    List<OwnFile> own() {
        return List.copyOf(own.values());
    }

    /** The rows that the transaction has deleted out of files of the version that was read, or restored. */
    Map<String, RowPositions> deleted() {
        return Map.copyOf(deleted);
    }

    /** The files of the version that was read, or restored, that the transaction has removed. */
    Set<String> removed() {
        return Set.copyOf(removed);
    }

    /** Whether no file of the version that was read is left. */
    boolean isRedefined() {
        return redefined;
    }

    /** The version that was last put in the place of the one that was read, if the transaction does so. */
    Optional<TableVersion> restored() {
        return restored;
    }

    /** The changes as they were made, without those of which a later one has left nothing. */
    List<TableChange> counting() {
        return List.copyOf(changes.subList(begin, changes.size()));
    }

    /**
     * The changes without those that later ones have undone: files that were added and have gone again, rows of files
     * that were removed later, everything but the sources before the table was made anew or restored.
     */
    List<TableChange> folded() {
        List<TableChange> folded = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            TableChange change = changes.get(i);
            if (i >= begin || change instanceof MarkIngested || change instanceof AdvanceWriter) {
                fold(change, folded);
            }
        }
        return folded;
    }

    private void fold(TableChange change, List<TableChange> folded) {
        if (change instanceof AppendFiles append) {
            addAppend(append.files(), folded);
        } else if (change instanceof RemoveFiles removal) {
            addRemoval(removal.paths(), folded);
        } else if (change instanceof DeleteRows deletion) {
            Map<String, RowPositions> rows = new LinkedHashMap<>(deletion.rows());
            rows.keySet().removeIf(path -> !own.containsKey(path) && !deleted.containsKey(path));
            if (!rows.isEmpty()) {
                folded.add(new DeleteRows(rows));
            }
        } else if (change instanceof ReplaceFiles replacement) {
            foldReplacement(replacement, folded);
        } else if (!(change instanceof AddChangeData) || isToldRowByRow) {
            // What is not told tells itself: by files that come and go, and by deletion vectors.
            folded.add(change);
        }
    }

    private void foldReplacement(ReplaceFiles replacement, List<TableChange> folded) {
        boolean keepsRows = removed.containsAll(replacement.paths())
                && replacement.paths().stream().noneMatch(removedWithLosses::contains)
                && replacement.replacements().stream().allMatch(file -> own.containsKey(file.path()));
        if (keepsRows) {
            folded.add(replacement);
        } else {
            addRemoval(replacement.paths(), folded);
            addAppend(replacement.replacements(), folded);
        }
    }

    private void addAppend(List<DataFile> files, List<TableChange> folded) {
        List<DataFile> left =
                files.stream().filter(file -> own.containsKey(file.path())).toList();
        if (!left.isEmpty()) {
            folded.add(new AppendFiles(left));
        }
    }

    private void addRemoval(List<String> paths, List<TableChange> folded) {
        List<String> theirs = paths.stream().filter(removed::contains).toList();
        if (!theirs.isEmpty()) {
            folded.add(new RemoveFiles(theirs));
        }
    }

    /** Whether a change of the schema may have given a column's name to another column. */
    boolean hasAlteredSchema() {
        return counting().stream().anyMatch(AlterSchema.class::isInstance);
    }
}
