package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slices;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.TimeZoneKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Decides by what all rows of a file have in common, exactly. For one thread. */
final class PartitionFilter {
    private final Map<SluiceColumnHandle, Domain> partitions = new LinkedHashMap<>();
    private final Map<SluiceColumnHandle, Domain> files = new LinkedHashMap<>();
    private final Map<Map<String, Optional<String>>, Boolean> decided = new HashMap<>();

    /** @param constraint which may be about other columns too, and is not none */
    PartitionFilter(TupleDomain<SluiceColumnHandle> constraint) {
        requireNonNull(constraint, "constraint");
        constraint.getDomains().orElseThrow().forEach((column, domain) -> {
            if (column.role() == Role.PARTITION) {
                partitions.put(column, domain);
            } else if (column.isOfFile()) {
                files.put(column, domain);
            }
        });
    }

    /** Whether the rows of a file satisfy what is asked of such columns. */
    boolean accepts(ScanTask task) {
        return (partitions.isEmpty() || decided.computeIfAbsent(task.file().partitionValues(), this::decide))
                && files.entrySet().stream()
                        .allMatch(entry -> entry.getValue().includesNullableValue(value(entry.getKey(), task)));
    }

    private boolean decide(Map<String, Optional<String>> values) {
        return partitions.entrySet().stream()
                .allMatch(entry -> entry.getValue().includesNullableValue(partition(entry.getKey(), values)));
    }

    /** In Trino's native representation; null for null. */
    static Object value(SluiceColumnHandle column, ScanTask task) {
        DataFile file = task.file();
        return switch (column.role()) {
            case PARTITION -> partition(column, file.partitionValues());
            case PATH -> Slices.utf8Slice(task.location());
            case FILE_SIZE -> file.sizeBytes();
            case FILE_MODIFIED_TIME ->
                DateTimeEncoding.packDateTimeWithZone(file.modifiedMillis(), TimeZoneKey.UTC_KEY);
            case STORED, ROW_ID, ANSWER, CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP ->
                throw new IllegalArgumentException("rows differ in " + column.name());
        };
    }

    private static Object partition(SluiceColumnHandle column, Map<String, Optional<String>> values) {
        Optional<String> text = values.getOrDefault(column.name(), Optional.empty());
        return TrinoValues.ofPartition(column.name(), column.type(), text);
    }
}
