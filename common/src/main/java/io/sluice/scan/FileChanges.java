package io.sluice.scan;

import static java.util.Objects.requireNonNull;

import io.sluice.table.RowPositions;
import java.util.List;

/**
 * What one commit did to the files of a table. The statistics of the files say what the log says of their columns.
 *
 * @param added files whose rows are new
 * @param removed files that are gone with all rows that they still had; their deletions are those before the commit
 * @param deleted rows that are gone out of files that are still there
 * @param replaced files that are gone while their rows are kept, in the replacements
 * @param replacements files whose rows were there before, in the replaced files
 * @param changeData files that tell row by row what has changed, if the writer has written such
 */
public record FileChanges(
        List<ScanTask> added,
        List<ScanTask> removed,
        List<RowsDeleted> deleted,
        List<ScanTask> replaced,
        List<ScanTask> replacements,
        List<ScanTask> changeData) {
    /** Nothing was done to files. */
    public static final FileChanges NONE =
            new FileChanges(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public FileChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        deleted = List.copyOf(deleted);
        replaced = List.copyOf(replaced);
        replacements = List.copyOf(replacements);
        changeData = List.copyOf(changeData);
    }

    /**
     * Rows that a commit took out of a file.
     *
     * @param task the file, with the deletions that it had before
     * @param positions the rows that were there before and are not any more
     */
    public record RowsDeleted(ScanTask task, RowPositions positions) {
        public RowsDeleted {
            requireNonNull(task, "task");
            requireNonNull(positions, "positions");
        }
    }
}
