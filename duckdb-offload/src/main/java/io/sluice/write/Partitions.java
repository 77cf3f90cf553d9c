package io.sluice.write;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        Set<Map<String, Object>> tuples = new LinkedHashSet<>();
        if (constants.size() == table.partitionColumns().size()) {
            Map<String, Object> tuple = new LinkedHashMap<>();
            constants.forEach((column, sql) -> tuple.put(column, value(table, column, text(run, sql))));
            tuples.add(tuple);
        } else {
            files.forEach(file -> tuples.add(tuple(table, file)));
        }
        List<Predicate> read = new ArrayList<>();
        tuples.forEach(tuple -> read.add(predicate(tuple)));
        if (!read.isEmpty()) {
            run.readRows(Predicate.or(read));
        }
        List<ScanTask> gone = run.snapshot().plan(Predicate.or(read)).tasks().stream()
                .filter(task -> tuples.contains(tuple(table, task.file())))
                .toList();
        return LostRows.of(gone);
    }

    private static Optional<String> text(WriteRun run, String sql) {
        return run.session().query("SELECT " + sql, row -> row.optionalText(1)).get(0);
    }

    private static Map<String, Object> tuple(TableMetadata table, DataFile file) {
        Map<String, Object> tuple = new LinkedHashMap<>();
        for (String column : table.partitionColumns()) {
            tuple.put(column, value(table, column, file.partitionValues().getOrDefault(column, Optional.empty())));
        }
        return tuple;
    }

    /** The value as it is compared; the text where values of the type are not. Empty for null. */
    private static Object value(TableMetadata table, String column, Optional<String> text) {
        DataType type = table.schema().requireColumn(column).type();
        if (text.isEmpty() || text.get().isEmpty()) {
            return Optional.empty();
        }
        return Values.parse(type, text.get())
                .<Object>map(
                        value -> value instanceof java.math.BigDecimal number ? number.stripTrailingZeros() : value)
                .orElse(text.get());
    }

    private static Predicate predicate(Map<String, Object> tuple) {
        List<Predicate> parts = new ArrayList<>();
        tuple.forEach((column, value) -> {
            if (value instanceof Optional<?>) {
                parts.add(new IsNull(column));
            } else if (value instanceof Comparable<?> literal && !(value instanceof Double)) {
                parts.add(new Comparison(column, Operator.EQUAL, literal));
            }
        });
        return Predicate.and(parts);
    }
}
