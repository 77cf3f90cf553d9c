package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a table asks of the files that are added to it. */
final class FileRules {
    private final TableMetadata table;
    private final PartitionNames partitions;
    /** Columns that are never null and whose nulls an engine counts. */
    private final List<Field> counted;

    FileRules(TableMetadata table) {
        this.table = table;
        partitions = PartitionNames.of(table);
        counted = table.schema().columns().stream()
                .filter(column -> !column.nullable())
                .filter(column -> column.type() instanceof Primitive || column.type() instanceof Decimal)
                .filter(column -> !table.partitionColumns().contains(column.name()))
                .toList();
    }

    /** A user error if the files cannot be part of the table. */
    void requireValid(List<DataFile> files) {
        Set<String> paths = new HashSet<>();
        for (DataFile file : files) {
            if (!paths.add(file.path())) {
                throw SluiceException.bug("file '%s' is added twice in one commit".formatted(file.path()));
            }
            requirePartition(file);
            for (Field column : counted) {
                requireNoNulls(file, column);
            }
        }
    }

    /**
     * The file's partition values in the order of the partition columns, as the log has them. An empty text is null, as
     * the protocol has no other way to say it.
     */
    Map<String, Optional<String>> partitionValues(DataFile file) {
        return partitions.names().isEmpty() ? Map.of() : partitions.forLog(file.partitionValues());
    }

    private void requirePartition(DataFile file) {
        Map<String, Optional<String>> values = file.partitionValues();
        if (values.size() != table.partitionColumns().size()
                || !values.keySet().containsAll(table.partitionColumns())) {
            throw SluiceException.user("file '%s' has partition values for %s, but the table is partitioned by %s"
                    .formatted(file.path(), values.keySet(), table.partitionColumns()));
        }
        for (String name : table.partitionColumns()) {
            Field column = table.schema().requireColumn(name);
            Optional<String> text = values.get(name).filter(value -> !value.isEmpty());
            if (text.isEmpty() && !column.nullable()) {
                throw SluiceException.user("partition column '%s' is NOT NULL, but file '%s' has no value for it"
                        .formatted(name, file.path()));
            }
            if (text.isPresent() && Values.parse(column.type(), text.get()).isEmpty()) {
                throw SluiceException.user("file '%s' has the partition value '%s' for column '%s', which is no %s"
                        .formatted(file.path(), text.get(), name, column.type().text()));
            }
        }
    }

    private static void requireNoNulls(DataFile file, Field column) {
        FileStatistics statistics = file.statistics();
        Optional<Long> nulls = of(statistics, column.name()).nullCount();
        if (nulls.isEmpty() && statistics.rowCount() > 0) {
            throw SluiceException.user(
                    "column '%s' is NOT NULL, but nobody has counted its nulls in file '%s': write it with null counts"
                            .formatted(column.name(), file.path()));
        }
        if (nulls.isPresent() && nulls.get() > 0) {
            throw SluiceException.user("column '%s' is NOT NULL, but %d of the rows to be written have no value for it"
                    .formatted(column.name(), nulls.get()));
        }
    }

    private static ColumnStatistics of(FileStatistics statistics, String column) {
        ColumnStatistics exact = statistics.columns().get(column);
        if (exact != null) {
            return exact;
        }
        return statistics.columns().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(column))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ColumnStatistics.UNKNOWN);
    }
}
