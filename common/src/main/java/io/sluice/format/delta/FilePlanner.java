package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.format.delta.Action.Add;
import io.sluice.scan.Deletions;
import io.sluice.scan.FileBounds;
import io.sluice.scan.Predicate;
import io.sluice.scan.Pruning;
import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Chooses the files of one state that a predicate may be true in: first by partition, once for all files that share
 * one, then by the statistics of those columns that the predicate names. Safe for use by several threads.
 */
final class FilePlanner {
    /** So many files are worth the handing over to another thread. */
    private static final int CHUNK = 4096;

    private final String location;
    private final TableMetadata metadata;
    private final LiveFiles files;
    private final DeletionVectors vectors;
    private final Executor threads;
    private final PartitionNames partitions;
    private final boolean tracksRows;
    /** What tasks depend on beside the row of the log. */
    private final List<?> form;

    private final StatsJson noColumns;

    /** @param location of the table, absolute, without a final {@code /} */
    FilePlanner(String location, TableMetadata metadata, LiveFiles files, DeletionVectors vectors, Executor threads) {
        this.location = requireNonNull(location, "location");
        this.metadata = requireNonNull(metadata, "metadata");
        this.files = requireNonNull(files, "files");
        this.vectors = requireNonNull(vectors, "vectors");
        this.threads = requireNonNull(threads, "threads");
        partitions = PartitionNames.of(metadata);
        tracksRows = TableProperties.of(metadata).rowTracking().isPresent();
        form = List.of(partitions.names(), tracksRows);
        noColumns = StatsJson.of(metadata.schema(), path -> false);
    }

    List<ScanTask> plan(Predicate predicate) {
        PredicateColumns columns = PredicateColumns.of(predicate, metadata);
        int[] candidates = columns.partitions().isEmpty() ? all() : ofMatchingPartitions(predicate, columns);
        if (!needsReading(columns, candidates)) {
            return tasks(predicate, columns, candidates, 0, candidates.length);
        }
        List<CompletableFuture<List<ScanTask>>> chunks = new ArrayList<>();
        for (int from = 0; from < candidates.length; from += CHUNK) {
            int begin = from;
            int end = Math.min(candidates.length, from + CHUNK);
            chunks.add(
                    end == candidates.length
                            ? CompletableFuture.completedFuture(tasks(predicate, columns, candidates, begin, end))
                            : CompletableFuture.supplyAsync(
                                    () -> tasks(predicate, columns, candidates, begin, end), threads));
        }
        List<ScanTask> tasks = new ArrayList<>();
        chunks.forEach(chunk -> tasks.addAll(CommitContents.await(chunk)));
        return tasks;
    }

    /** The same files with the statistics of these columns, which are read anew. */
    List<ScanTask> planWithStatistics(Predicate predicate, Set<String> told) {
        PredicateColumns columns = PredicateColumns.of(predicate, metadata);
        int[] candidates = columns.partitions().isEmpty() ? all() : ofMatchingPartitions(predicate, columns);
        StatsJson statistics = StatsJson.of(metadata.schema(), told::contains);
        RowBounds bounds = bounds(columns);
        List<ScanTask> tasks = new ArrayList<>();
        for (int row : candidates) {
            if (columns.data().isEmpty() || bounds.mayMatch(predicate, row)) {
                ScanTask task = task(row);
                tasks.add(task.withFile(
                        task.file().withStatistics(FileStatisticsReader.read(files.rows(), row, statistics))));
            }
        }
        return tasks;
    }

    private int[] all() {
        int[] rows = new int[files.count()];
        int[] count = {0};
        files.forEach(row -> rows[count[0]++] = row);
        return rows;
    }

    private int[] ofMatchingPartitions(Predicate predicate, PredicateColumns columns) {
        Map<PartitionTuple, Boolean> decided = new HashMap<>();
        int[] rows = new int[files.count()];
        int[] count = {0};
        files.forEach(row -> {
            if (decided.computeIfAbsent(
                    files.rows().partition(row), partition -> mayMatch(predicate, columns, partition))) {
                rows[count[0]++] = row;
            }
        });
        return Arrays.copyOf(rows, count[0]);
    }

    private static boolean mayMatch(Predicate predicate, PredicateColumns columns, PartitionTuple partition) {
        FileBounds bounds = column -> {
            Field known = columns.partitions().get(column);
            return known == null ? ColumnStatistics.UNKNOWN : partition.bounds(known);
        };
        return Pruning.mayMatch(predicate, bounds, FileStatistics.UNKNOWN_ROW_COUNT);
    }

    private List<ScanTask> tasks(Predicate predicate, PredicateColumns columns, int[] rows, int from, int to) {
        List<ScanTask> tasks = new ArrayList<>(columns.data().isEmpty() ? to - from : 16);
        RowBounds bounds = bounds(columns);
        for (int i = from; i < to; i++) {
            int row = rows[i];
            if (columns.data().isEmpty() || bounds.mayMatch(predicate, row)) {
                tasks.add(task(row));
            }
        }
        return tasks;
    }

    private RowBounds bounds(PredicateColumns columns) {
        Set<String> paths = Set.copyOf(columns.data().values());
        return new RowBounds(
                files.rows(), metadata.schema(), columns, StatsJson.of(metadata.schema(), paths::contains));
    }

    /** A look at two files: plans read the statistics of all of them or of none. */
    private boolean needsReading(PredicateColumns columns, int[] candidates) {
        if (columns.data().isEmpty() || candidates.length == 0) {
            return false;
        }
        RowBounds bounds = bounds(columns);
        return !bounds.isCached(candidates[0]) || !bounds.isCached(candidates[candidates.length - 1]);
    }

    /** The file of one row. */
    ScanTask task(int row) {
        FileRows rows = files.rows();
        ScanTask[] cached = rows.tasks(form);
        ScanTask task = cached[row];
        if (task == null) {
            String path = rows.path(row);
            long rowCount = FileStatisticsReader.rowCount(rows, row, noColumns);
            DataFile file = new DataFile(
                    path,
                    rows.sizeBytes(row),
                    rows.modifiedMillis(row),
                    partitions.forEngines(rows.partition(row)),
                    new FileStatistics(rowCount, Map.of()));
            task = detailed(ScanTask.whole(DeltaPath.absolute(location, path), file), row);
            cached[row] = task;
        }
        return task;
    }

    /** With what only the whole action says. */
    private ScanTask detailed(ScanTask task, int row) {
        if (!tracksRows && files.rows().deletions(row).isEmpty()) {
            return task;
        }
        Add add = files.rows().add(row);
        return new ScanTask(
                task.location(),
                task.file(),
                add.extras().deletionVector().map(vectors::lazily).orElse(Deletions.NONE),
                tracksRows ? RowTracking.lineage(add) : Optional.empty());
    }
}
