package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataFile;
import io.sluice.table.DataType;
import io.sluice.table.TableMetadata;
import io.sluice.table.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The partitions that some files are in. Two texts of the same value are the same partition. */
final class PartitionTuples {
    private final TableMetadata table;
    private final Set<Map<String, Object>> tuples = new LinkedHashSet<>();

    private PartitionTuples(TableMetadata table) {
        this.table = requireNonNull(table, "table");
    }

    static PartitionTuples of(TableMetadata table, List<DataFile> files) {
        PartitionTuples found = new PartitionTuples(table);
        files.forEach(file -> found.tuples.add(found.tuple(file)));
        return found;
    }

    /** Whether a file is in one of them. */
    boolean contain(DataFile file) {
        return tuples.contains(tuple(file));
    }

    /** Accepts all of their rows, and others where values cannot be compared. */
    Predicate predicate() {
        return Predicate.or(tuples.stream().map(PartitionTuples::predicate).toList());
    }

    private Map<String, Object> tuple(DataFile file) {
        Map<String, Object> tuple = new LinkedHashMap<>();
        for (String column : table.partitionColumns()) {
            DataType type = table.schema().requireColumn(column).type();
            tuple.put(column, value(type, file.partitionValues().getOrDefault(column, Optional.empty())));
        }
        return tuple;
    }

    /** The value as it is compared; the text where values of the type are not. Empty for null. */
    private static Object value(DataType type, Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return Optional.empty();
        }
        return Values.parse(type, text.get())
                .<Object>map(value -> value instanceof BigDecimal number ? number.stripTrailingZeros() : value)
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
