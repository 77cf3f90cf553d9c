package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.DataFileBounds;
import io.sluice.scan.PartitionTuples;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of a table that a write puts its own in the place of. */
sealed interface Replaced {
    /** What the table's history says of it. */
    Map<String, String> parameters();

    /**
     * The rows that go. What the choice depends on is noted as read.
     *
     * @param added the files of the write
     */
    List<RowsOfFile> rows(PinnedTable table, List<DataFile> added);

    /** What is to be true for new rows; {@link Predicate#ALL} for nothing. */
    default Predicate condition() {
        return Predicate.ALL;
    }

    /** None: rows are added. */
    record Nothing() implements Replaced {
        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Append");
        }

        @Override
        public List<RowsOfFile> rows(PinnedTable table, List<DataFile> added) {
            return List.of();
        }
    }

    /** All that are there. */
    record Everything() implements Replaced {
        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Overwrite");
        }

        @Override
        public List<RowsOfFile> rows(PinnedTable table, List<DataFile> added) {
            table.readRows(Predicate.ALL);
            return table.snapshot().plan(Predicate.ALL).tasks().stream()
                    .map(RowsOfFile::allOf)
                    .toList();
        }
    }

    /** Those that a condition accepts, which new rows have to fulfil too. */
    record Where(Predicate condition, String text) implements Replaced {
        public Where {
            requireNonNull(condition, "condition");
            requireNonNull(text, "text");
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Overwrite", "predicate", "[\"" + text.replace("\"", "\\\"") + "\"]");
        }

        @Override
        public List<RowsOfFile> rows(PinnedTable table, List<DataFile> added) {
            table.readRows(condition);
            List<RowsOfFile> rows = new ArrayList<>();
            List<ScanTask> mixed = new ArrayList<>();
            for (ScanTask task : MatchingFiles.of(table, condition)) {
                if (new DataFileBounds(task.file(), table.metadata()).mustMatch(condition)) {
                    rows.add(RowsOfFile.allOf(task));
                } else {
                    mixed.add(task);
                }
            }
            rows.addAll(MatchingRows.of(table.metadata(), condition, mixed));
            return rows;
        }
    }

    /** Those of the partitions that new rows are in. */
    record Partitions() implements Replaced {
        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Overwrite", "partitionOverwriteMode", "dynamic");
        }

        @Override
        public List<RowsOfFile> rows(PinnedTable table, List<DataFile> added) {
            PartitionTuples tuples = PartitionTuples.of(table.metadata(), added);
            table.readRows(tuples.predicate());
            return table.snapshot().plan(tuples.predicate()).tasks().stream()
                    .filter(task -> tuples.contain(task.file()))
                    .map(RowsOfFile::allOf)
                    .toList();
        }
    }
}
