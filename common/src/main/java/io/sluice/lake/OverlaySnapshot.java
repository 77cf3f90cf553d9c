package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.lake.TableEdits.OwnFile;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.Deletions;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanPlan;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A version of a table with the changes of an open transaction on top. It does not change when the transaction goes on.
 * Its version and time are those of the version below.
 */
final class OverlaySnapshot implements Snapshot {
    private final Snapshot base;
    private final String location;
    private final TableMetadata metadata;
    private final List<OwnFile> own;
    private final Map<String, RowPositions> deleted;
    private final Set<String> removed;
    private final boolean redefined;
    /** Statistics are by name; where a name may have moved to another column, they say nothing. */
    private final boolean prunes;

    /** @param location of the table, absolute, without a final {@code /} */
    OverlaySnapshot(Snapshot base, String location, TableMetadata metadata, TableEdits edits) {
        this.base = requireNonNull(base, "base");
        this.location = requireNonNull(location, "location");
        this.metadata = requireNonNull(metadata, "metadata");
        own = edits.own();
        deleted = edits.deleted();
        removed = edits.removed();
        redefined = edits.isRedefined();
        prunes = !edits.hasAlteredSchema();
    }

    @Override
    public TableVersion version() {
        return base.version();
    }

    @Override
    public Instant committedAt() {
        return base.committedAt();
    }

    @Override
    public TableMetadata metadata() {
        return metadata;
    }

    @Override
    public ScanPlan plan(Predicate predicate) {
        Predicate pruning = prunes || predicate instanceof Predicate.None ? predicate : Predicate.ALL;
        List<ScanTask> tasks = new ArrayList<>();
        if (!redefined) {
            for (ScanTask task : base.plan(pruning).tasks()) {
                String path = task.file().path();
                if (!removed.contains(path)) {
                    tasks.add(without(renamed(task), deleted.getOrDefault(path, RowPositions.NONE)));
                }
            }
        }
        for (OwnFile mine : own) {
            if (new DataFileBounds(mine.file(), metadata).mayMatch(pruning)) {
                ScanTask whole = ScanTask.whole(absolute(mine.file().path()), mine.file());
                tasks.add(without(whole, mine.deleted()));
            }
        }
        return new ScanPlan(version(), tasks, fileCount());
    }

    /** Partition columns may have got other names; their order stays. */
    private ScanTask renamed(ScanTask task) {
        List<String> before = base.metadata().partitionColumns();
        List<String> after = metadata.partitionColumns();
        if (before.equals(after)) {
            return task;
        }
        DataFile file = task.file();
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < after.size(); i++) {
            values.put(after.get(i), file.partitionValues().getOrDefault(before.get(i), Optional.empty()));
        }
        DataFile renamed =
                new DataFile(file.path(), file.sizeBytes(), file.modifiedMillis(), values, file.statistics());
        return task.withFile(renamed);
    }

    private static ScanTask without(ScanTask task, RowPositions rows) {
        return rows.isEmpty() ? task : task.withDeletions(new MoreDeletions(task.deletions(), rows));
    }

    private String absolute(String path) {
        return path.startsWith("/") || path.contains("://") ? path : location + "/" + path;
    }

    @Override
    public long fileCount() {
        return (redefined ? 0 : base.fileCount() - removed.size()) + own.size();
    }

    @Override
    public long sizeBytes() {
        long sum = own.stream().mapToLong(mine -> mine.file().sizeBytes()).sum();
        if (redefined) {
            return sum;
        }
        if (removed.isEmpty()) {
            return sum + base.sizeBytes();
        }
        return sum
                + base.plan(Predicate.ALL).tasks().stream()
                        .filter(task -> !removed.contains(task.file().path()))
                        .mapToLong(task -> task.file().sizeBytes())
                        .sum();
    }

    /** The deletions of a file, and more rows that none of them has. */
    private record MoreDeletions(Deletions before, RowPositions more) implements Deletions {
        @Override
        public long count() {
            return before.count() + more.count();
        }

        @Override
        public RowPositions positions() {
            return before.isEmpty() ? more : before.positions().union(more);
        }
    }
}
