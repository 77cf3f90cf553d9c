package io.sluice.spark.read;

import io.sluice.scan.ScanTask;
import io.sluice.spark.read.ReadOptions.Grouping;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.types.StructType;

/**
 * The partition columns that a scan tells Spark of, so that joins and aggregations by them need no shuffle.
 *
 * @param columns none if the scan's tasks are made by size alone
 */
record PartitionKeys(List<Field> columns) {
    PartitionKeys {
        columns = List.copyOf(columns);
    }

    /** @param wanted what the scan reads: Spark knows of no other columns */
    static PartitionKeys of(TableMetadata table, StructType wanted, Grouping grouping) {
        if (grouping == Grouping.BY_SIZE) {
            return new PartitionKeys(List.of());
        }
        List<String> read = Arrays.asList(wanted.fieldNames());
        return new PartitionKeys(table.partitionColumns().stream()
                .map(table.schema()::requireColumn)
                .filter(column -> read.stream().anyMatch(column.name()::equalsIgnoreCase))
                .toList());
    }

    Partitioning reported(List<ScanTask> tasks) {
        if (columns.isEmpty()) {
            return new UnknownPartitioning(0);
        }
        Expression[] keys = columns.stream()
                .map(column -> Expressions.identity(SparkTypes.quoted(column.name())))
                .toArray(Expression[]::new);
        return new KeyGroupedPartitioning(keys, byKey(tasks).size());
    }

    List<SplitGroup> groups(List<ScanTask> tasks, SplitDraft draft, SplitPlanner planner) {
        List<SplitGroup> groups = new ArrayList<>();
        if (columns.isEmpty()) {
            List<FileSplit> files = tasks.stream().map(draft::whole).toList();
            planner.groups(files).forEach(splits -> groups.add(new SplitGroup.Any(splits)));
        } else {
            byKey(tasks).forEach((key, ofKey) -> {
                List<FileSplit> files = ofKey.stream().map(draft::whole).toList();
                planner.groups(files).forEach(splits -> groups.add(new SplitGroup.OfKey(splits, key)));
            });
        }
        return groups;
    }

    private Map<InternalRow, List<ScanTask>> byKey(List<ScanTask> tasks) {
        Map<InternalRow, List<ScanTask>> byKey = new LinkedHashMap<>();
        tasks.forEach(task ->
                byKey.computeIfAbsent(key(task), any -> new ArrayList<>()).add(task));
        return byKey;
    }

    private InternalRow key(ScanTask task) {
        return new GenericInternalRow(columns.stream()
                .map(column -> SplitDraft.partitionValue(task, column))
                .toArray());
    }
}
