package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.scan.DataFileBounds;
import io.sluice.scan.PartitionTuples;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
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
     * The files that go. What the choice depends on is noted as read.
     *
     * @param added the files of the write
     */
    List<ScanTask> files(PinnedTable table, List<DataFile> added);

    /** None: rows are added. */
    record Nothing() implements Replaced {
        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Append");
        }

        @Override
        public List<ScanTask> files(PinnedTable table, List<DataFile> added) {
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
        public List<ScanTask> files(PinnedTable table, List<DataFile> added) {
            table.readRows(Predicate.ALL);
            return table.snapshot().plan(Predicate.ALL).tasks();
        }
    }

    /** Those that a condition accepts, which are all of the rows of some files. */
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
        public List<ScanTask> files(PinnedTable table, List<DataFile> added) {
            table.readRows(condition);
            List<ScanTask> files = new ArrayList<>();
            for (ScanTask task : MatchingFiles.of(table, condition)) {
                if (!new DataFileBounds(task.file(), table.metadata()).mustMatch(condition)) {
                    throw SluiceException.user(
                            "nothing was changed: the condition %s takes only some rows of the file '%s' of table %s: delete the rows first, and append the others"
                                    .formatted(text, task.file().path(), table.name()));
                }
                files.add(task);
            }
            for (DataFile file : added) {
                if (!new DataFileBounds(file, table.metadata()).mustMatch(condition)) {
                    throw SluiceException.user(
                            "nothing was changed: new rows of table %s are not among those that are replaced, where %s"
                                    .formatted(table.name(), text));
                }
            }
            return files;
        }
    }

    /** Those of the partitions that new rows are in. */
    record Partitions() implements Replaced {
        @Override
        public Map<String, String> parameters() {
            return Map.of("mode", "Overwrite", "partitionOverwriteMode", "dynamic");
        }

        @Override
        public List<ScanTask> files(PinnedTable table, List<DataFile> added) {
            PartitionTuples tuples = PartitionTuples.of(table.metadata(), added);
            table.readRows(tuples.predicate());
            return table.snapshot().plan(tuples.predicate()).tasks().stream()
                    .filter(task -> tuples.contain(task.file()))
                    .toList();
        }
    }
}
