package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slices;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceSplit;
import io.sluice.trino.types.TrinoValues;
import io.trino.spi.block.Block;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TypeUtils;
import java.util.Map;
import java.util.Optional;

/** What all rows of a file have in common. */
final class SplitFacts {
    private final SluiceSplit split;

    SplitFacts(SluiceSplit split) {
        this.split = requireNonNull(split, "split");
    }

    /** Whether the column has one value in the whole file, which no reader has to look for. */
    static boolean has(SluiceColumnHandle column) {
        return column.isOfFile();
    }

    /** The value of such a column, one row long. */
    Block block(SluiceColumnHandle column) {
        return TypeUtils.writeNativeValue(column.type(), value(column));
    }

    /** Null for null. */
    private Object value(SluiceColumnHandle column) {
        return switch (column.role()) {
            case PATH -> Slices.utf8Slice(split.location());
            case FILE_SIZE -> split.fileSizeBytes();
            case FILE_MODIFIED_TIME ->
                DateTimeEncoding.packDateTimeWithZone(split.modifiedMillis(), TimeZoneKey.UTC_KEY);
            case PARTITION ->
                TrinoValues.ofPartition(
                        column.name(),
                        column.type(),
                        split.partitionValues().getOrDefault(column.name(), Optional.empty()));
            case STORED, ROW_ID, ANSWER, CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP ->
                throw new IllegalArgumentException("rows differ in " + column.name());
        };
    }

    /** Whether no row of the file satisfies this. */
    boolean contradict(TupleDomain<SluiceColumnHandle> wanted) {
        if (wanted.isNone()) {
            return true;
        }
        for (Map.Entry<SluiceColumnHandle, Domain> domain :
                wanted.getDomains().orElseThrow().entrySet()) {
            if (has(domain.getKey()) && !domain.getValue().includesNullableValue(value(domain.getKey()))) {
                return true;
            }
        }
        return false;
    }
}
