package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import io.sluice.trino.handle.ChangeMark;
import io.sluice.trino.handle.ChangeSplit;
import io.sluice.trino.handle.DeletedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What commits have done to rows. Files that a writer has left to tell it are believed. Without such, rows of files
 * that came are {@code insert} and rows that are gone are {@code delete}; a row that its writer has copied unchanged
 * into another file is both. Source: Delta protocol, section "Change Data Files".
 *
 * @param table whose columns the rows have
 */
record ChangedFiles(TableMetadata table, SplitCutter cutter) {
    /** More rows than a Parquet file of unknown length has. */
    private static final long MOST_ROWS = 1L << 31;

    ChangedFiles {
        requireNonNull(table, "table");
        requireNonNull(cutter, "cutter");
    }

    /** May read the files that say which rows are gone. */
    List<ChangeSplit> splits(List<CommittedChanges> commits) {
        List<ChangeSplit> splits = new ArrayList<>();
        commits.forEach(commit -> add(commit, splits));
        return splits;
    }

    private void add(CommittedChanges commit, List<ChangeSplit> splits) {
        FileChanges files = commit.files();
        if (!files.changeData().isEmpty()) {
            ChangeMark told = mark(Optional.empty(), commit);
            files.changeData().forEach(task -> splits.addAll(cut(task, commit, told)));
            return;
        }
        ChangeMark delete = mark(Optional.of("delete"), commit);
        ChangeMark insert = mark(Optional.of("insert"), commit);
        files.removed().forEach(task -> splits.addAll(cut(task, commit, delete)));
        for (RowsDeleted rows : files.deleted()) {
            DeletedRows others = DeletedRows.listed(allBut(rows.task(), rows.positions()));
            cut(rows.task(), commit, delete)
                    .forEach(split -> splits.add(new ChangeSplit(split.part().withDeleted(others), split.mark())));
        }
        files.added().forEach(task -> splits.addAll(cut(task, commit, insert)));
    }

    private static ChangeMark mark(Optional<String> type, CommittedChanges commit) {
        return new ChangeMark(type, commit.version().number(), Values.micros(commit.committedAt()));
    }

    private static RowPositions allBut(ScanTask task, RowPositions positions) {
        long count = task.file().statistics().rowCount();
        return RowPositions.all(count == FileStatistics.UNKNOWN_ROW_COUNT ? MOST_ROWS : count)
                .minus(positions);
    }

    private List<ChangeSplit> cut(ScanTask task, CommittedChanges commit, ChangeMark mark) {
        return cutter.cut(task.withFile(named(task.file(), commit.metadata()))).stream()
                .map(split -> new ChangeSplit(split, mark))
                .toList();
    }

    /**
     * The file with the names that partition columns have now.
     *
     * @param then the table as the commit made it
     */
    private DataFile named(DataFile file, TableMetadata then) {
        Map<String, Optional<String>> known = file.partitionValues();
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String name : table.partitionColumns()) {
            String physical = table.schema().requireColumn(name).physicalName();
            String nameThen = then.schema().columns().stream()
                    .filter(column -> column.physicalName().equals(physical))
                    .map(Field::name)
                    .findFirst()
                    .orElse(name);
            values.put(
                    name,
                    known.containsKey(nameThen) ? known.get(nameThen) : known.getOrDefault(name, Optional.empty()));
        }
        return new DataFile(file.path(), file.sizeBytes(), file.modifiedMillis(), values, file.statistics());
    }
}
