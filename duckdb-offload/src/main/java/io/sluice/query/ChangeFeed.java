package io.sluice.query;

import io.sluice.duckdb.SqlText;
import io.sluice.format.CommittedChanges;
import io.sluice.scan.Deletions;
import io.sluice.scan.EmptySnapshot;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Which rows commits have added and taken away, as SQL over views. Files that a writer has left to tell it are
 * believed; without such, rows of files that came are {@code insert} and rows that are gone are {@code delete}, apart
 * from those that only moved from one file to another in the same commit. Source: Delta protocol, section "Change Data
 * Files".
 */
final class ChangeFeed {
    private static final String TYPE = "_change_type";

    private final TableViews views;
    private final ToLongFunction<ScanTask> rowCount;
    private final TableName name;
    private final TableMetadata shape;
    private final List<String> parts = new ArrayList<>();

    /**
     * @param rowCount how many rows a file has, deleted ones included
     * @param shape the columns that the rows are given
     */
    ChangeFeed(TableViews views, ToLongFunction<ScanTask> rowCount, TableName name, TableMetadata shape) {
        this.views = views;
        this.rowCount = rowCount;
        this.name = name;
        this.shape = shape;
    }

    /** SQL of the changes, with {@code _change_type}, {@code _commit_version} and {@code _commit_timestamp}. */
    String sql(List<CommittedChanges> commits) {
        // The first one only gives the columns their types, when there is nothing else.
        parts.add(tagged(rows(List.of(), shape), "'insert'", "0", "TIMESTAMPTZ 'epoch'") + " WHERE false");
        commits.forEach(this::add);
        return String.join(" UNION ALL ", parts);
    }

    private void add(CommittedChanges commit) {
        FileChanges files = commit.files();
        String version = commit.version().toString();
        String time = "TIMESTAMPTZ " + SqlText.literal(commit.committedAt().toString());
        if (!files.changeData().isEmpty()) {
            TableMetadata told =
                    shape.withSchema(shape.schema().withColumnAdded(Field.optional(TYPE, Primitive.STRING)));
            parts.add(tagged(rows(files.changeData(), told), SqlText.identifier(TYPE), version, time));
            return;
        }
        List<ScanTask> gone = new ArrayList<>(files.removed());
        files.deleted().forEach(deleted -> gone.add(onlyDeleted(deleted)));
        boolean moved = !gone.isEmpty() && !files.added().isEmpty();
        if (!gone.isEmpty()) {
            String left = moved ? without(gone, files.added()) : rows(gone, shape);
            parts.add(tagged(left, "'delete'", version, time));
        }
        if (!files.added().isEmpty()) {
            String come = moved ? without(files.added(), gone) : rows(files.added(), shape);
            parts.add(tagged(come, "'insert'", version, time));
        }
    }

    private ScanTask onlyDeleted(RowsDeleted deleted) {
        ScanTask task = deleted.task();
        RowPositions others = RowPositions.all(rowCount.applyAsLong(task)).minus(deleted.positions());
        return task.withDeletions(new Others(others));
    }

    private String without(List<ScanTask> tasks, List<ScanTask> others) {
        return "(SELECT %s FROM %s EXCEPT ALL SELECT %s FROM %s) AS c"
                .formatted(columns(), rows(tasks, shape), columns(), rows(others, shape));
    }

    private String tagged(String rows, String type, String version, String time) {
        return "SELECT %s, %s AS _change_type, CAST(%s AS BIGINT) AS _commit_version, %s AS _commit_timestamp FROM %s"
                .formatted(columns(), type, version, time, rows);
    }

    private String columns() {
        return shape.schema().columns().stream()
                .map(column -> SqlText.identifier(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String rows(List<ScanTask> tasks, TableMetadata columns) {
        PinnedTable table = views.target(new EmptySnapshot(columns, Instant.EPOCH), name);
        views.define(table, tasks);
        return table.view();
    }

    private record Others(RowPositions positions) implements Deletions {
        @Override
        public long count() {
            return positions.count();
        }
    }
}
