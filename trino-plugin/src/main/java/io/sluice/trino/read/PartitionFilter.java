package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.table.DataFile;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Decides by partition values, exactly. For one thread. */
final class PartitionFilter {
    private final Map<SluiceColumnHandle, Domain> domains = new LinkedHashMap<>();
    private final Map<Map<String, Optional<String>>, Boolean> decided = new HashMap<>();

    /** @param constraint which may be about other columns too, and is not none */
    PartitionFilter(TupleDomain<SluiceColumnHandle> constraint) {
        requireNonNull(constraint, "constraint");
        constraint.getDomains().orElseThrow().forEach((column, domain) -> {
            if (column.role() == Role.PARTITION) {
                domains.put(column, domain);
            }
        });
    }

    /** Whether the rows of a file satisfy what is asked of partition columns. */
    boolean accepts(DataFile file) {
        return domains.isEmpty() || decided.computeIfAbsent(file.partitionValues(), this::decide);
    }

    private boolean decide(Map<String, Optional<String>> values) {
        return domains.entrySet().stream().allMatch(entry -> {
            SluiceColumnHandle column = entry.getKey();
            Optional<String> text = values.getOrDefault(column.name(), Optional.empty());
            return entry.getValue().includesNullableValue(TrinoValues.ofPartition(column.name(), column.type(), text));
        });
    }
}
