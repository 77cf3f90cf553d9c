package io.sluice.spark.read;

import io.sluice.scan.RowLineage;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FileSplit.Lineage;
import io.sluice.spark.read.ReadLayout.Constant;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes of a plan's files what executors need of them. */
record SplitDraft(TableMetadata table, ReadLayout layout) {
    /** The whole file. May read the file that says which rows are gone. */
    FileSplit whole(ScanTask task) {
        DataFile file = task.file();
        return new FileSplit(
                task.location(),
                0,
                file.sizeBytes(),
                file.sizeBytes(),
                constants(task),
                DeletedRows.of(task.deletions()),
                task.lineage().map(SplitDraft::lineage).orElse(Lineage.NONE));
    }

    private static Lineage lineage(RowLineage known) {
        return new Lineage(known.firstRowId(), known.version());
    }

    private InternalRow constants(ScanTask task) {
        List<Constant> constants = layout.constants();
        Object[] values = new Object[constants.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = constants.get(i) instanceof Constant.Partition partition
                    ? partitionValue(task, partition.column())
                    : UTF8String.fromString(task.location());
        }
        return new GenericInternalRow(values);
    }

    static Object partitionValue(ScanTask task, Field column) {
        Optional<String> text = task.file().partitionValues().getOrDefault(column.name(), Optional.empty());
        return PartitionTexts.value(column, text);
    }
}
