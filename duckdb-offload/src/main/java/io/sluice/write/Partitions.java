package io.sluice.write;

import io.sluice.scan.PartitionTuples;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.table.DataFile;
import io.sluice.table.TableMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which partitions an overwrite replaces. */
final class Partitions {
    private Partitions() {}

    /**
     * The rows of the partitions that {@code PARTITION} gives values for, or, where it leaves columns open, of those of
     * them that the new files are in.
     *
     * @param constants SQL of the text of the values that are given, by column
     */
    static LostRows replaced(WriteRun run, Insert insert, Map<String, String> constants, List<DataFile> files) {
        TableMetadata table = run.metadata();
        if (table.partitionColumns().isEmpty()) {
            throw insert.target()
                    .span()
                    .error("table %s is not partitioned: overwrite all of it, or say which rows with REPLACE WHERE"
                            .formatted(insert.target().name()));
        }
        PartitionTuples replaced = constants.size() == table.partitionColumns().size()
                ? PartitionTuples.of(table, texts(run, constants))
                : PartitionTuples.of(table, files);
        Predicate rows = replaced.predicate();
        run.readRows(rows);
        List<ScanTask> gone = run.snapshot().plan(rows).tasks().stream()
                .filter(task -> replaced.contain(task.file()))
                .toList();
        return LostRows.of(gone);
    }

    private static Map<String, Optional<String>> texts(WriteRun run, Map<String, String> constants) {
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        constants.forEach((column, sql) -> texts.put(
                column,
                run.session().query("SELECT " + sql, row -> row.optionalText(1)).get(0)));
        return texts;
    }
}
