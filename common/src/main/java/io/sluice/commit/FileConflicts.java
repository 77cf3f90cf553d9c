package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one winner did to files, as far as it can clash with others. Partition values and column statistics say which
 * rows a file may have; where they say nothing, it may have any.
 */
public final class FileConflicts {
    private final FileChanges winners;
    private final TableMetadata table;

    /** @param table the columns that the files were written for */
    public FileConflicts(FileChanges winners, TableMetadata table) {
        this.winners = requireNonNull(winners, "winners");
        this.table = requireNonNull(table, "table");
    }

    /** Whether the winner may have added a row that the predicate accepts. */
    boolean mayHaveAdded(Predicate predicate) {
        return winners.added().stream().anyMatch(task -> mayMatch(predicate, task));
    }

    /** Whether the winner may have taken away a row that the predicate accepts. */
    boolean mayHaveTaken(Predicate predicate) {
        return winners.removed().stream().anyMatch(task -> mayMatch(predicate, task))
                || winners.deleted().stream().anyMatch(rows -> mayMatch(predicate, rows.task()));
    }

    private boolean mayMatch(Predicate predicate, ScanTask task) {
        return new DataFileBounds(task.file(), table).mayMatch(predicate);
    }

    /**
     * Whether the changes and the winner take away the same row, or one of them takes away or rewrites a file of which
     * the other takes away something.
     */
    boolean touchTheSame(List<TableChange> changes) {
        Set<String> gone = new HashSet<>();
        Map<String, RowPositions> deleted = new HashMap<>();
        for (TableChange change : changes) {
            if (change instanceof RemoveFiles removal) {
                gone.addAll(removal.paths());
            } else if (change instanceof ReplaceFiles replacement) {
                gone.addAll(replacement.paths());
            } else if (change instanceof DeleteRows deletion) {
                deletion.rows().forEach((path, rows) -> deleted.merge(path, rows, RowPositions::union));
            }
        }
        return gonePaths().anyMatch(path -> gone.contains(path) || deleted.containsKey(path))
                || winners.deleted().stream().anyMatch(theirs -> clashes(theirs, gone, deleted));
    }

    private static boolean clashes(RowsDeleted theirs, Set<String> gone, Map<String, RowPositions> deleted) {
        String path = theirs.task().file().path();
        RowPositions mine = deleted.get(path);
        return gone.contains(path) || (mine != null && mine.intersects(theirs.positions()));
    }

    private Stream<String> gonePaths() {
        return Stream.concat(winners.removed().stream(), winners.replaced().stream())
                .map(task -> task.file().path());
    }
}
