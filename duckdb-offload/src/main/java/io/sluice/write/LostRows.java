package io.sluice.write;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.duckdb.SqlText;
import io.sluice.query.PinnedTable;
import io.sluice.query.ReadFiles;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Deletions;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * The rows of files that a statement takes away, because they are deleted or go to another file. A file that loses its
 * last row is removed. One that loses more than half of its rows, or is in a table without deletion vectors, is
 * rewritten: its other rows go to a new file. All others get a deletion vector.
 */
final class LostRows {
    private final Map<ScanTask, RowPositions> rows;
    private final List<ScanTask> wholeFiles;

    private LostRows(Map<ScanTask, RowPositions> rows, List<ScanTask> wholeFiles) {
        this.rows = rows;
        this.wholeFiles = wholeFiles;
    }

    /**
     * Reads the rows from a query. Those that are deleted already are left out.
     *
     * @param select of the columns {@link PinnedTable#FILE} and {@link PinnedTable#ROW}; a row may come several times
     * @param tasks that the numbers of files count
     * @param wholeFiles further files, all of whose rows are lost
     */
    static LostRows read(WriteRun run, String select, List<ScanTask> tasks, List<ScanTask> wholeFiles) {
        Map<Long, Roaring64NavigableMap> bitmaps = new TreeMap<>();
        run.session()
                .pairs(
                        select,
                        (file, row) -> bitmaps.computeIfAbsent(file, any -> new Roaring64NavigableMap())
                                .addLong(row));
        Map<ScanTask, RowPositions> rows = new LinkedHashMap<>();
        bitmaps.forEach((file, bitmap) -> {
            ScanTask task = tasks.get(file.intValue());
            RowPositions found = RowPositions.owning(bitmap);
            RowPositions lost = task.deletions().isEmpty()
                    ? found
                    : found.minus(task.deletions().positions());
            if (!lost.isEmpty()) {
                rows.put(task, lost);
            }
        });
        return new LostRows(rows, wholeFiles);
    }

    /**
     * Reads the rows that a query over the target selects. Files in which every row is selected are not opened, where
     * that is certain.
     *
     * @param query has the columns {@link PinnedTable#FILE} and {@link PinnedTable#ROW} among others
     */
    static LostRows read(WriteRun run, Query query, PinnedTable target) {
        ReadFiles files = query.targetFiles();
        List<ScanTask> whole = new ArrayList<>();
        if (files.exact() && hasStatisticsByTheseNames(run)) {
            for (ScanTask task : files.tasks()) {
                if (new DataFileBounds(task.file(), run.snapshot().metadata()).mustMatch(files.wanted())) {
                    whole.add(task);
                }
            }
        }
        if (!whole.isEmpty()) {
            files = files.without(whole);
            run.views().define(target, files);
        }
        return read(run, "SELECT %s FROM (%s)".formatted(place(), query.sql()), files.tasks(), whole);
    }

    /** A transaction may have given the name of a column to another one. */
    private static boolean hasStatisticsByTheseNames(WriteRun run) {
        return run.snapshot()
                .metadata()
                .schema()
                .equals(run.table().base().metadata().schema());
    }

    /** All rows of files. */
    static LostRows of(List<ScanTask> wholeFiles) {
        return new LostRows(Map.of(), wholeFiles);
    }

    /** The columns that tell the place of a row, as they stand in a select list. */
    static String place() {
        return SqlText.identifiers(List.of(PinnedTable.FILE, PinnedTable.ROW));
    }

    /** Files that lose all rows or some, with those that they lose; all that they have if the positions are empty. */
    Map<ScanTask, RowPositions> byFile() {
        Map<ScanTask, RowPositions> all = new LinkedHashMap<>(rows);
        wholeFiles.forEach(task -> all.put(task, RowPositions.NONE));
        return all;
    }

    /** Whether no file loses only some of its rows. */
    boolean isWholeFiles() {
        return rows.isEmpty();
    }

    boolean isEmpty() {
        return rows.isEmpty() && wholeFiles.isEmpty();
    }

    long count() {
        return rows.values().stream().mapToLong(RowPositions::count).sum()
                + wholeFiles.stream().mapToLong(LostRows::left).sum();
    }

    private static long left(ScanTask task) {
        long all = task.file().statistics().rowCount();
        return all == FileStatistics.UNKNOWN_ROW_COUNT
                ? 0
                : all - task.deletions().count();
    }

    /** The changes that take the rows away; writes the other rows of files that are rewritten. */
    List<TableChange> changes(WriteRun run) {
        List<String> removed = new ArrayList<>();
        wholeFiles.forEach(task -> removed.add(task.file().path()));
        Map<String, RowPositions> vectors = new LinkedHashMap<>();
        List<ScanTask> rewritten = new ArrayList<>();
        rows.forEach((task, lost) -> {
            long left = left(task) - lost.count();
            boolean known = task.file().statistics().rowCount() != FileStatistics.UNKNOWN_ROW_COUNT;
            if (known && left <= 0) {
                removed.add(task.file().path());
            } else if (!run.properties().hasDeletionVectors() || (known && isMostlyGone(run, task, lost))) {
                rewritten.add(task.withDeletions(new Lost(task.deletions(), lost)));
            } else {
                vectors.put(task.file().path(), lost);
            }
        });
        List<TableChange> changes = new ArrayList<>();
        rewritten.forEach(task -> removed.add(task.file().path()));
        List<DataFile> others = rewritten.isEmpty() ? List.of() : otherRows(run, rewritten);
        if (!removed.isEmpty()) {
            changes.add(new RemoveFiles(removed));
        }
        if (!vectors.isEmpty()) {
            changes.add(new DeleteRows(vectors));
        }
        if (!others.isEmpty()) {
            changes.add(new AppendFiles(others));
        }
        return changes;
    }

    /** With a change feed, a file that is rewritten would have to tell again which rows were only moved. */
    private static boolean isMostlyGone(WriteRun run, ScanTask task, RowPositions lost) {
        long gone = task.deletions().count() + lost.count();
        return !run.properties().hasChangeFeed()
                && gone > task.file().statistics().rowCount() / 2;
    }

    private static List<DataFile> otherRows(WriteRun run, List<ScanTask> tasks) {
        PinnedTable view = run.asWritten();
        run.views().define(view, tasks);
        return run.move(view);
    }

    /** The deletions of a file and the rows that it loses now. */
    private record Lost(Deletions before, RowPositions lost) implements Deletions {
        @Override
        public long count() {
            return before.count() + lost.count();
        }

        @Override
        public RowPositions positions() {
            return before.positions().union(lost);
        }
    }
}
