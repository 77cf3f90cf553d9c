package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadLayout.ChangeTypes;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.Values;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What commits have done to rows. Files that a writer has left to tell it are believed. Without such, rows of files
 * that came are {@code insert} and rows that are gone are {@code delete}; a row that its writer has copied unchanged
 * into another file is both. The rows of a snapshot are {@code insert}, as of its version. Source: Delta protocol,
 * section "Change Data Files".
 *
 * @param table whose columns the rows have
 * @param wanted columns of the rows
 */
record ChangedRows(PinnedTable table, StructType wanted) implements StreamedRows {
    ChangedRows {
        requireNonNull(table, "table");
        requireNonNull(wanted, "wanted");
    }

    @Override
    public Unit unit() {
        return Unit.COMMIT;
    }

    private ReadLayout layout(ChangeTypes types) {
        return ReadLayout.ofChanges(table.metadata(), wanted, types);
    }

    @Override
    public List<InputPartition> partitions(List<StreamedPart> parts) {
        Draft draft = new Draft();
        parts.forEach(draft::add);
        return draft.partitions();
    }

    List<InputPartition> partitionsOf(List<CommittedChanges> commits) {
        Draft draft = new Draft();
        commits.forEach(draft::add);
        return draft.partitions();
    }

    @Override
    public PartitionReaderFactory readers() {
        SparkSession session = SparkSession.active();
        return new ChangeReaders(
                RowReaders.of(session, table.metadata(), layout(ChangeTypes.STORED), Predicate.ALL),
                RowReaders.of(session, table.metadata(), layout(ChangeTypes.DERIVED), Predicate.ALL));
    }

    private final class Draft {
        private final SplitDraft ofChangeData = new SplitDraft(table.metadata(), layout(ChangeTypes.STORED));
        private final SplitDraft ofFiles = new SplitDraft(table.metadata(), layout(ChangeTypes.DERIVED));
        private final List<FileSplit> told = new ArrayList<>();
        private final List<FileSplit> derived = new ArrayList<>();

        void add(StreamedPart part) {
            if (part instanceof StreamedPart.OfCommit commit) {
                add(commit.commit());
                return;
            }
            StreamedPart.OfSnapshot begun = (StreamedPart.OfSnapshot) part;
            ChangeMark insert = new ChangeMark(
                    "insert",
                    begun.snapshot().version().number(),
                    Values.micros(begun.snapshot().committedAt()));
            begun.files()
                    .forEach(task ->
                            derived.add(ofFiles.changed(task, begun.snapshot().metadata(), insert)));
        }

        void add(CommittedChanges commit) {
            FileChanges files = commit.files();
            if (!files.changeData().isEmpty()) {
                ChangeMark mark = ChangeMark.of("", commit);
                files.changeData().forEach(task -> told.add(ofChangeData.changed(task, commit.metadata(), mark)));
                return;
            }
            ChangeMark delete = ChangeMark.of("delete", commit);
            ChangeMark insert = ChangeMark.of("insert", commit);
            for (ScanTask task : files.removed()) {
                derived.add(ofFiles.changed(task, commit.metadata(), delete));
            }
            for (RowsDeleted rows : files.deleted()) {
                derived.add(ofFiles.changed(rows.task(), commit.metadata(), delete)
                        .withDeleted(DeletedRows.allBut(rows.positions())));
            }
            for (ScanTask task : files.added()) {
                derived.add(ofFiles.changed(task, commit.metadata(), insert));
            }
        }

        List<InputPartition> partitions() {
            SplitPlanner planner = SplitPlanner.of(SparkSession.active());
            List<InputPartition> partitions = new ArrayList<>();
            planner.groups(told)
                    .forEach(splits -> partitions.add(new ChangeGroup(ChangeTypes.STORED, new SplitGroup.Any(splits))));
            planner.groups(derived)
                    .forEach(
                            splits -> partitions.add(new ChangeGroup(ChangeTypes.DERIVED, new SplitGroup.Any(splits))));
            return partitions;
        }
    }
}
