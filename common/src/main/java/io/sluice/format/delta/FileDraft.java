package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Cdc;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Remove;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The files of a table in the making: those of the tip without some, and with others. Changes are folded in, in order;
 * each sees what those before it have done. The tip is looked at when the first change needs it, so that a commit that
 * only appends looks at nothing.
 *
 * <p>Rows that are deleted here are united with those that the file lacks at the tip: another writer may have deleted
 * others since they were chosen. A file without rows is taken away as a whole.
 */
final class FileDraft {
    private final States states;
    /** Files of the tip that are gone, or are there in another form, by path. */
    private final Map<String, Gone> gone = new LinkedHashMap<>();
    /** Files that the commit adds, by path. */
    private final Map<String, Present> present = new LinkedHashMap<>();

    private final List<DataFile> changeData = new ArrayList<>();
    private final List<Add> restated = new ArrayList<>();

    FileDraft(States states) {
        this.states = requireNonNull(states, "states");
    }

    /** Where a file comes from. */
    private sealed interface Origin {
        /** Rows, deleted ones included. */
        long rowCount();

        RowPositions deletions();
    }

    /** A file that nobody has seen before. */
    private record New(DataFile file) implements Origin {
        @Override
        public long rowCount() {
            return file.statistics().rowCount();
        }

        @Override
        public RowPositions deletions() {
            return RowPositions.NONE;
        }
    }

    /** A file that the log knows. */
    private record Old(Add add, ScanTask task) implements Origin {
        @Override
        public long rowCount() {
            return task.file().statistics().rowCount();
        }

        @Override
        public RowPositions deletions() {
            return task.deletions().positions();
        }
    }

    private record Gone(Old file, boolean dataChange) {}

    /** @param deleted all rows that the file lacks; empty where it is as its origin says */
    private record Present(Origin origin, Optional<RowPositions> deleted, boolean dataChange) {
        RowPositions deletions() {
            return deleted.orElseGet(origin::deletions);
        }
    }

    void append(List<DataFile> files) {
        add(files, true);
    }

    private void add(List<DataFile> files, boolean dataChange) {
        for (DataFile file : files) {
            if (present.put(file.path(), new Present(new New(file), Optional.empty(), dataChange)) != null) {
                throw SluiceException.bug("file '%s' is added twice in one commit".formatted(file.path()));
            }
        }
    }

    void addChangeData(List<DataFile> files) {
        changeData.addAll(files);
    }

    /** Takes whole files away. */
    void remove(List<String> paths) {
        take(paths, true);
    }

    /** Puts rows that stay as they are into other files. */
    void replace(List<String> paths, List<DataFile> replacements) {
        // What this transaction has changed itself, readers of changes have not seen yet.
        boolean dataChange = paths.stream().anyMatch(present::containsKey);
        take(paths, dataChange);
        add(replacements, dataChange);
    }

    /** Takes everything away. */
    void clear() {
        present.clear();
        gone.clear();
        DeltaSnapshot tip = states.tip();
        tip.state().files().forEach(row -> {
            Old file = old(tip, row);
            gone.put(file.add().path(), new Gone(file, true));
        });
    }

    /** Puts the files of another state in the place of all that are there. */
    void restore(DeltaSnapshot old) {
        present.clear();
        gone.clear();
        DeltaSnapshot tip = states.tip();
        Map<FileKey, Integer> others = new LinkedHashMap<>();
        FileRows rows = tip.state().files().rows();
        tip.state().files().forEach(row -> others.put(rows.key(row), row));
        List<String> missing = new ArrayList<>();
        FileRows oldRows = old.state().files().rows();
        old.state().files().forEach(row -> {
            if (others.remove(oldRows.key(row)) == null) {
                Old file = old(old, row);
                present.put(file.add().path(), new Present(file, Optional.empty(), true));
                if (!states.isThere(file.task().location())) {
                    missing.add(file.add().path());
                }
            }
        });
        if (!missing.isEmpty()) {
            throw SluiceException.user(
                    "version %s cannot be restored: %d of its files are not there any more, '%s' for one"
                            .formatted(old.version(), missing.size(), missing.get(0)));
        }
        others.values().forEach(row -> {
            Old file = old(tip, row);
            gone.put(file.add().path(), new Gone(file, true));
        });
    }

    /** Takes rows out of files. */
    void delete(Map<String, RowPositions> rows) {
        Set<String> fromTip = new HashSet<>();
        rows.forEach((path, positions) -> {
            if (!positions.isEmpty() && !present.containsKey(path)) {
                fromTip.add(path);
            }
        });
        takeFromTip(fromTip, true)
                .forEach((path, file) -> present.put(path, new Present(file, Optional.empty(), true)));
        rows.forEach((path, positions) -> {
            if (!positions.isEmpty()) {
                delete(path, positions);
            }
        });
    }

    private void delete(String path, RowPositions rows) {
        Present file = present.get(path);
        long rowCount = file.origin().rowCount();
        if (rowCount == FileStatistics.UNKNOWN_ROW_COUNT) {
            throw SluiceException.user(
                    "no rows can be deleted from file '%s': the log does not say how many rows it has; write it anew"
                            .formatted(path));
        }
        RowPositions before = file.deletions();
        RowPositions deleted = before.union(rows);
        if (deleted.count() != before.count() + rows.count() || !deleted.isWithin(rowCount)) {
            throw SluiceException.bug(
                    "of the %d rows to be deleted from file '%s' some are not there".formatted(rows.count(), path));
        }
        if (deleted.count() == rowCount) {
            present.remove(path);
        } else {
            present.put(path, new Present(file.origin(), Optional.of(deleted), file.dataChange()));
        }
    }

    /** Adds files of the tip again that no change touches: whoever writes the commit has more to say of them. */
    void restate(Predicate<Add> choice) {
        DeltaSnapshot tip = states.tip();
        tip.state().files().forEach(row -> {
            Add add = tip.state().files().rows().add(row);
            if (choice.test(add) && !gone.containsKey(add.path()) && !present.containsKey(add.path())) {
                restated.add(add.withDataChange(false));
            }
        });
    }

    private void take(Collection<String> paths, boolean dataChange) {
        Set<String> fromTip = new HashSet<>();
        for (String path : paths) {
            if (present.remove(path) == null) {
                fromTip.add(path);
            }
        }
        takeFromTip(fromTip, dataChange);
    }

    /** The files, by path, which are gone from now on. */
    private Map<String, Old> takeFromTip(Set<String> paths, boolean dataChange) {
        if (paths.isEmpty()) {
            return Map.of();
        }
        DeltaSnapshot tip = states.tip();
        Map<String, Integer> found = tip.state().files().find(paths);
        Map<String, Old> taken = new LinkedHashMap<>();
        for (String path : paths) {
            Integer row = found.get(path);
            if (row == null || gone.containsKey(path)) {
                throw SluiceException.bug("file '%s' is to be changed on top of version %s, but is not there"
                        .formatted(path, tip.version()));
            }
            Old file = old(tip, row);
            taken.put(path, file);
            gone.put(path, new Gone(file, dataChange));
        }
        return taken;
    }

    private static Old old(DeltaSnapshot snapshot, int row) {
        return new Old(snapshot.state().files().rows().add(row), snapshot.task(row));
    }

    /** Files that nobody has seen before, those of change data not among them. */
    List<DataFile> newFiles() {
        List<DataFile> files = new ArrayList<>();
        for (Present file : present.values()) {
            if (file.origin() instanceof New fresh) {
                files.add(fresh.file());
            }
        }
        return files;
    }

    /** Whether rows of the tip are not there any more afterwards. */
    boolean takesRows() {
        return gone.values().stream().anyMatch(Gone::dataChange);
    }

    /** Whether rows of files that are gone may be in new ones: what they have, only the engine knows. */
    boolean mayMoveRows() {
        return !gone.isEmpty() && !newFiles().isEmpty();
    }

    /** Whether a file lacks rows that it did not lack before. */
    boolean needsVectors() {
        return present.values().stream().anyMatch(file -> file.deleted().isPresent());
    }

    /** What the changes come to, by the names that Delta's history has for it; nothing that is not known. */
    Map<String, String> metrics() {
        Map<String, String> metrics = new LinkedHashMap<>();
        List<DataFile> added = newFiles();
        if (!added.isEmpty()) {
            metrics.put("numFiles", Integer.toString(added.size()));
            metrics.put("numOutputBytes", sum(added.stream().mapToLong(DataFile::sizeBytes)));
            if (added.stream().allMatch(FileDraft::isCounted)) {
                metrics.put(
                        "numOutputRows",
                        sum(added.stream().mapToLong(file -> file.statistics().rowCount())));
            }
        }
        if (!gone.isEmpty() || present.size() > added.size()) {
            List<Gone> removed = gone.values().stream()
                    .filter(file -> !present.containsKey(file.file().add().path()))
                    .toList();
            metrics.put("numAddedFiles", Integer.toString(added.size()));
            metrics.put("numRemovedFiles", Integer.toString(removed.size()));
            metrics.put(
                    "numRemovedBytes",
                    sum(removed.stream().mapToLong(file -> file.file().add().sizeBytes())));
            metrics.put("numDeletionVectorsAdded", Long.toString(vectorCount()));
            // Beside new files it is not known which rows are gone and which are somewhere else.
            if (added.isEmpty() && takesRows()) {
                deletedRows().ifPresent(rows -> metrics.put("numDeletedRows", Long.toString(rows)));
            }
        }
        return metrics;
    }

    private static String sum(LongStream numbers) {
        return Long.toString(numbers.sum());
    }

    private long vectorCount() {
        return present.values().stream()
                .filter(file -> file.deleted().isPresent())
                .count();
    }

    /** Rows of the tip that are gone, if all files are counted and none is restored. */
    private OptionalLong deletedRows() {
        long rows = 0;
        for (Gone file : gone.values()) {
            Present now = present.get(file.file().add().path());
            long rowCount = file.file().rowCount();
            if (rowCount == FileStatistics.UNKNOWN_ROW_COUNT
                    || (now != null && now.deleted().isEmpty())) {
                return OptionalLong.empty();
            }
            long after = now == null ? rowCount : now.deletions().count();
            rows += after - file.file().task().deletions().count();
        }
        return OptionalLong.of(rows);
    }

    /** What a commit says of all that. */
    List<Action> actions(FileRules rules, StatsJson stats, VectorDraft vectors, Instant committedAt) {
        List<Action> actions = new ArrayList<>(gone.size() + present.size() + changeData.size());
        gone.values()
                .forEach(file ->
                        actions.add(Remove.of(file.file().add(), committedAt.toEpochMilli(), file.dataChange())));
        present.values().forEach(file -> actions.add(add(file, rules, stats, vectors)));
        actions.addAll(restated);
        changeData.forEach(file -> actions.add(new Cdc(file.path(), rules.partitionValues(file), file.sizeBytes())));
        return actions;
    }

    private static Add add(Present file, FileRules rules, StatsJson stats, VectorDraft vectors) {
        Add add = file.origin() instanceof New fresh
                ? add(fresh.file(), rules, stats, file.dataChange())
                : ((Old) file.origin()).add().withDataChange(file.dataChange());
        return file.deleted().map(rows -> add.withDeletions(vectors.add(rows))).orElse(add);
    }

    private static Add add(DataFile file, FileRules rules, StatsJson stats, boolean dataChange) {
        return new Add(
                file.path(),
                rules.partitionValues(file),
                file.sizeBytes(),
                file.modifiedMillis(),
                dataChange,
                isCounted(file) ? Optional.of(stats.write(file.statistics())) : Optional.empty(),
                Extras.NONE);
    }

    private static boolean isCounted(DataFile file) {
        return file.statistics().rowCount() != FileStatistics.UNKNOWN_ROW_COUNT;
    }
}
