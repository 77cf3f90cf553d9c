package io.sluice.scan;

import static java.util.Objects.requireNonNull;

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
public final class PartitionTuples {
    private final TableMetadata table;
    private final Set<Map<String, Object>> tuples = new LinkedHashSet<>();

    private PartitionTuples(TableMetadata table) {
        this.table = requireNonNull(table, "table");
    }

    public static PartitionTuples of(TableMetadata table, List<DataFile> files) {
        PartitionTuples found = new PartitionTuples(table);
        files.forEach(file -> found.tuples.add(found.tuple(file.partitionValues())));
        return found;
    }

    /**
     * One partition.
     *
     * @param values the texts of all partition columns, as {@link DataFile#partitionValues} has them
     */
    public static PartitionTuples of(TableMetadata table, Map<String, Optional<String>> values) {
        PartitionTuples found = new PartitionTuples(table);
        found.tuples.add(found.tuple(values));
        return found;
    }

    /** Whether a file is in one of them. */
    public boolean contain(DataFile file) {
        return tuples.contains(tuple(file.partitionValues()));
    }

    /** Accepts all of their rows, and others where values cannot be compared. */
    public Predicate predicate() {
        return Predicate.or(tuples.stream().map(PartitionTuples::predicate).toList());
    }

    private Map<String, Object> tuple(Map<String, Optional<String>> values) {
        Map<String, Object> tuple = new LinkedHashMap<>();
        for (String column : table.partitionColumns()) {
            DataType type = table.schema().requireColumn(column).type();
            tuple.put(column, value(type, values.getOrDefault(column, Optional.empty())));
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
