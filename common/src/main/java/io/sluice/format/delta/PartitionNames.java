package io.sluice.format.delta;

import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of a table's partition columns, in files and in the schema. The log has the former, engines see the latter.
 * Safe for use by several threads.
 */
final class PartitionNames {
    private final List<Field> columns;
    private final List<String> names;
    private final boolean mapped;
    private final Map<PartitionTuple, Map<String, Optional<String>>> known = new ConcurrentHashMap<>();

    private PartitionNames(List<Field> columns) {
        this.columns = columns;
        names = columns.stream().map(Field::name).toList();
        mapped = columns.stream().anyMatch(column -> !column.physicalName().equals(column.name()));
    }

    static PartitionNames of(TableMetadata table) {
        return new PartitionNames(table.partitionColumns().stream()
                .map(table.schema()::requireColumn)
                .toList());
    }

    /** The names in the schema, in order. */
    List<String> names() {
        return names;
    }

    /** Values of the log, for engines. Files of one partition share one map. */
    Map<String, Optional<String>> forEngines(PartitionTuple partition) {
        return mapped ? known.computeIfAbsent(partition, tuple -> forEngines(tuple.values())) : partition.values();
    }

    /** Values of the log, for engines. */
    Map<String, Optional<String>> forEngines(Map<String, Optional<String>> values) {
        if (!mapped) {
            return values;
        }
        Map<String, Optional<String>> translated = new LinkedHashMap<>();
        for (Field column : columns) {
            translated.put(column.name(), values.getOrDefault(column.physicalName(), Optional.empty()));
        }
        return translated;
    }

    /** Values of an engine, for the log; missing ones and empty texts are null. */
    Map<String, Optional<String>> forLog(Map<String, Optional<String>> values) {
        Map<String, Optional<String>> translated = new LinkedHashMap<>();
        for (Field column : columns) {
            translated.put(
                    column.physicalName(),
                    values.getOrDefault(column.name(), Optional.empty()).filter(text -> !text.isEmpty()));
        }
        return translated;
    }
}
