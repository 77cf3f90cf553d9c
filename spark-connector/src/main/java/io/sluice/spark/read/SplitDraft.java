package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.RowLineage;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FileSplit.Lineage;
import io.sluice.spark.read.ReadLayout.Constant;
import io.sluice.table.DataFile;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes of a plan's files what executors need of them.
 *
 * @param numbers that files are given, where the layout has them
 */
record SplitDraft(TableMetadata table, ReadLayout layout, FileNumbers numbers) {
    SplitDraft {
        requireNonNull(table, "table");
        requireNonNull(layout, "layout");
        requireNonNull(numbers, "numbers");
    }

    /** Of files whose numbers nobody looks up. */
    SplitDraft(TableMetadata table, ReadLayout layout) {
        this(table, layout, new FileNumbers());
    }

    /** The whole file. May read the file that says which rows are gone. */
    FileSplit whole(ScanTask task) {
        return whole(task, Optional.empty());
    }

    /**
     * The whole file of a commit, which may have been made when the partition columns had other names.
     *
     * @param then the table as the commit made it
     */
    FileSplit changed(ScanTask task, TableMetadata then, ChangeMark mark) {
        DataFile file = task.file();
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String name : table.partitionColumns()) {
            String physical = table.schema().requireColumn(name).physicalName();
            String nameThen = then.schema().columns().stream()
                    .filter(column -> column.physicalName().equals(physical))
                    .map(Field::name)
                    .findFirst()
                    .orElse(name);
            Map<String, Optional<String>> known = file.partitionValues();
            values.put(
                    name,
                    known.containsKey(nameThen) ? known.get(nameThen) : known.getOrDefault(name, Optional.empty()));
        }
        DataFile renamed =
                new DataFile(file.path(), file.sizeBytes(), file.modifiedMillis(), values, file.statistics());
        return whole(task.withFile(renamed), Optional.of(mark));
    }

    private FileSplit whole(ScanTask task, Optional<ChangeMark> mark) {
        DataFile file = task.file();
        return new FileSplit(
                task.location(),
                0,
                file.sizeBytes(),
                file.sizeBytes(),
                constants(task, mark),
                DeletedRows.of(task.deletions()),
                task.lineage().map(SplitDraft::lineage).orElse(Lineage.NONE));
    }

    private static Lineage lineage(RowLineage known) {
        return new Lineage(known.firstRowId(), known.version());
    }

    private InternalRow constants(ScanTask task, Optional<ChangeMark> mark) {
        return new GenericInternalRow(layout.constants().stream()
                .map(constant -> constant(constant, task, mark))
                .toArray());
    }

    private Object constant(Constant constant, ScanTask task, Optional<ChangeMark> mark) {
        if (constant instanceof Constant.Partition partition) {
            return partitionValue(task, partition.column());
        }
        if (constant instanceof Constant.Fact known) {
            return known.fact().value(task);
        }
        if (constant instanceof Constant.FileNumber) {
            return numbers.of(task);
        }
        return constant instanceof Constant.Change change
                ? mark.orElseThrow().value(change.column())
                : UTF8String.fromString(task.location());
    }

    static Object partitionValue(ScanTask task, Field column) {
        Optional<String> text = task.file().partitionValues().getOrDefault(column.name(), Optional.empty());
        return PartitionTexts.value(column, text);
    }
}
