package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadLayout.ChangeTypes;
import io.sluice.spark.session.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/**
 * A read of what commits have done to rows. Files that a writer has left to tell it are believed. Without such, rows of
 * files that came are {@code insert} and rows that are gone are {@code delete}; a row that its writer has copied
 * unchanged into another file is both. Source: Delta protocol, section "Change Data Files".
 */
final class ChangeScan implements Scan, Batch {
    private final PinnedTable table;
    private final VersionRange range;
    private final StructType wanted;

    ChangeScan(PinnedTable table, VersionRange range, StructType wanted) {
        this.table = requireNonNull(table, "table");
        this.range = requireNonNull(range, "range");
        this.wanted = requireNonNull(wanted, "wanted");
    }

    @Override
    public StructType readSchema() {
        return wanted;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    private ReadLayout layout(ChangeTypes types) {
        return ReadLayout.ofChanges(table.metadata(), wanted, types);
    }

    @Override
    public InputPartition[] planInputPartitions() {
        if (range.last().isEmpty()) {
            table.readRows(Predicate.ALL);
        }
        Draft draft = new Draft();
        range.within(table.snapshot().version())
                .ifPresent(bounds ->
                        table.opened().changes(bounds.from(), bounds.to()).forEach(draft::add));
        SplitPlanner planner = SplitPlanner.of(SparkSession.active());
        List<InputPartition> partitions = new ArrayList<>();
        planner.groups(draft.told)
                .forEach(splits -> partitions.add(new ChangeGroup(ChangeTypes.STORED, new SplitGroup.Any(splits))));
        planner.groups(draft.derived)
                .forEach(splits -> partitions.add(new ChangeGroup(ChangeTypes.DERIVED, new SplitGroup.Any(splits))));
        return partitions.toArray(InputPartition[]::new);
    }

    private final class Draft {
        private final SplitDraft ofChangeData = new SplitDraft(table.metadata(), layout(ChangeTypes.STORED));
        private final SplitDraft ofFiles = new SplitDraft(table.metadata(), layout(ChangeTypes.DERIVED));
        private final List<FileSplit> told = new ArrayList<>();
        private final List<FileSplit> derived = new ArrayList<>();

        void add(CommittedChanges commit) {
            FileChanges files = commit.files();
            if (!files.changeData().isEmpty()) {
                ChangeMark mark = ChangeMark.of("", commit);
                files.changeData().forEach(task -> told.add(ofChangeData.changed(task, commit, mark)));
                return;
            }
            ChangeMark delete = ChangeMark.of("delete", commit);
            ChangeMark insert = ChangeMark.of("insert", commit);
            for (ScanTask task : files.removed()) {
                derived.add(ofFiles.changed(task, commit, delete));
            }
            for (RowsDeleted rows : files.deleted()) {
                derived.add(
                        ofFiles.changed(rows.task(), commit, delete).withDeleted(DeletedRows.allBut(rows.positions())));
            }
            for (ScanTask task : files.added()) {
                derived.add(ofFiles.changed(task, commit, insert));
            }
        }
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession session = SparkSession.active();
        return new ChangeReaders(
                RowReaders.of(session, table.metadata(), layout(ChangeTypes.STORED), Predicate.ALL),
                RowReaders.of(session, table.metadata(), layout(ChangeTypes.DERIVED), Predicate.ALL));
    }

    @Override
    public String description() {
        return "sluice changes of %s, versions %d to %s"
                .formatted(
                        table.name(),
                        range.first(),
                        range.last().map(Object::toString).orElse("the last"));
    }
}
