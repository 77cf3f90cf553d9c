package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Cdc;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Remove;
import io.sluice.scan.Deletions;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one commit did to the files of a table, told from its actions. A file that is removed and added again has lost
 * the rows that its second deletion vector has and its first has not; where it is the other way around, as after a
 * restoration, those rows are new.
 */
final class CommittedFiles {
    private final String location;
    private final DeletionVectors vectors;
    private final PartitionNames partitions;
    private final StatsJson stats;

    private final Map<String, Remove> removed = new LinkedHashMap<>();
    private final Map<String, Add> added = new LinkedHashMap<>();
    private final List<Cdc> changeData = new ArrayList<>();

    private final List<RowsDeleted> rowsDeleted = new ArrayList<>();
    private final List<ScanTask> rowsAdded = new ArrayList<>();

    private CommittedFiles(String location, TableMetadata table, DeletionVectors vectors) {
        this.location = requireNonNull(location, "location");
        this.vectors = requireNonNull(vectors, "vectors");
        partitions = PartitionNames.of(table);
        stats = StatsJson.of(table.schema());
    }

    /**
     * The changes of one commit.
     *
     * @param location of the table, absolute, without a final {@code /}
     * @param table gives names to partition values and statistics
     */
    static FileChanges of(List<Action> actions, String location, TableMetadata table, DeletionVectors vectors) {
        CommittedFiles files = new CommittedFiles(location, table, vectors);
        actions.forEach(files::take);
        return files.changes();
    }

    private void take(Action action) {
        if (action instanceof Add add) {
            added.put(add.path(), add);
        } else if (action instanceof Remove remove) {
            removed.put(remove.path(), remove);
        } else if (action instanceof Cdc cdc) {
            changeData.add(cdc);
        }
    }

    private FileChanges changes() {
        List<String> both = added.keySet().stream().filter(removed::containsKey).toList();
        both.forEach(path -> compare(removed.remove(path), added.remove(path)));
        rowsAdded.addAll(added(true));
        return new FileChanges(
                rowsAdded,
                removed(true),
                rowsDeleted,
                removed(false),
                added(false),
                changeData.stream().map(this::task).toList());
    }

    private void compare(Remove before, Add after) {
        RowPositions goneBefore = positions(before.extras());
        RowPositions goneAfter = positions(after.extras());
        RowPositions lost = goneAfter.minus(goneBefore);
        if (!lost.isEmpty()) {
            ScanTask file = task(after);
            rowsDeleted.add(
                    new RowsDeleted(new ScanTask(file.location(), file.file(), deletions(before.extras())), lost));
        }
        RowPositions found = goneBefore.minus(goneAfter);
        if (!found.isEmpty()) {
            ScanTask file = task(after);
            long rowCount = file.file().statistics().rowCount();
            if (rowCount == FileStatistics.UNKNOWN_ROW_COUNT) {
                throw SluiceException.user(
                        "rows of file '%s' have come back, but the log does not say how many rows it has"
                                .formatted(after.path()));
            }
            RowPositions others = RowPositions.all(rowCount).minus(found);
            rowsAdded.add(new ScanTask(file.location(), file.file(), new Known(others)));
        }
    }

    /** Deletions that need not be read. */
    private record Known(RowPositions positions) implements Deletions {
        @Override
        public long count() {
            return positions.count();
        }
    }

    private RowPositions positions(Extras extras) {
        return extras.deletionVector().map(vectors::load).orElse(RowPositions.NONE);
    }

    private Deletions deletions(Extras extras) {
        return extras.deletionVector().map(vectors::lazily).orElse(Deletions.NONE);
    }

    private List<ScanTask> added(boolean dataChange) {
        return added.values().stream()
                .filter(add -> add.dataChange() == dataChange)
                .map(this::task)
                .toList();
    }

    private List<ScanTask> removed(boolean dataChange) {
        return removed.values().stream()
                .filter(remove -> remove.dataChange() == dataChange)
                .map(this::task)
                .toList();
    }

    private ScanTask task(Add add) {
        return task(
                new DataFile(
                        add.path(),
                        add.sizeBytes(),
                        add.modifiedMillis(),
                        partitions.forEngines(add.partitionValues()),
                        statistics(add.stats())),
                add.extras());
    }

    private ScanTask task(Remove remove) {
        return task(
                new DataFile(
                        remove.path(),
                        remove.sizeBytes().orElse(0),
                        0,
                        remove.partitionValues().map(partitions::forEngines).orElse(Map.of()),
                        statistics(remove.stats())),
                remove.extras());
    }

    private ScanTask task(Cdc cdc) {
        return task(
                new DataFile(
                        cdc.path(),
                        cdc.sizeBytes(),
                        0,
                        partitions.forEngines(cdc.partitionValues()),
                        FileStatistics.UNKNOWN),
                Extras.NONE);
    }

    private ScanTask task(DataFile file, Extras extras) {
        return new ScanTask(DeltaPath.absolute(location, file.path()), file, deletions(extras));
    }

    private FileStatistics statistics(Optional<String> text) {
        try {
            return text.map(stats::read).orElse(FileStatistics.UNKNOWN);
        } catch (SluiceException unreadable) {
            // Statistics only ever narrow what may have changed: what cannot be read narrows nothing.
            return FileStatistics.UNKNOWN;
        }
    }
}
