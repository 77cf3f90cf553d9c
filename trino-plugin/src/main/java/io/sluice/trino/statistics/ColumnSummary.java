package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.airlift.stats.cardinality.HyperLogLog;
import java.util.Optional;
import java.util.OptionalLong;

/** The values of a column in some rows, summed up. Immutable. */
final class ColumnSummary {
    /** As many as Trino's own aggregation has; only summaries with equally many can be united. */
    private static final int BUCKETS = 4096;

    private final Slice values;
    private final long distinct;
    private final OptionalLong sizeBytes;
    private final OptionalLong rows;

    private ColumnSummary(HyperLogLog values, OptionalLong sizeBytes, OptionalLong rows) {
        this.values = values.serialize();
        distinct = values.cardinality();
        this.sizeBytes = requireNonNull(sizeBytes, "sizeBytes");
        this.rows = requireNonNull(rows, "rows");
    }

    /**
     * @param values a serialized HyperLogLog; empty if there are none
     * @param sizeBytes of all values together; empty where all values of the type have the same size
     * @param rows that have the values, null or not; empty if nobody has counted them
     */
    static ColumnSummary of(Optional<Slice> values, OptionalLong sizeBytes, OptionalLong rows) {
        return of(values.map(HyperLogLog::newInstance).orElseGet(ColumnSummary::nothing), sizeBytes, rows);
    }

    static ColumnSummary of(HyperLogLog values, OptionalLong sizeBytes, OptionalLong rows) {
        return new ColumnSummary(values, sizeBytes, rows);
    }

    /** What stands for no value, to be added to. */
    static HyperLogLog nothing() {
        return HyperLogLog.newInstance(BUCKETS);
    }

    /** The serialized HyperLogLog. */
    Slice values() {
        return values;
    }

    /** About how many values there are that differ, null not counted. */
    long distinct() {
        return distinct;
    }

    OptionalLong sizeBytes() {
        return sizeBytes;
    }

    OptionalLong rows() {
        return rows;
    }

    /** The size of so many rows, if they are like those that were summed up. */
    OptionalLong sizeBytes(double ofRows) {
        boolean isScalable = sizeBytes.isPresent() && rows.isPresent() && rows.getAsLong() > 0;
        return isScalable
                ? OptionalLong.of(Math.round(sizeBytes.getAsLong() * (ofRows / rows.getAsLong())))
                : sizeBytes;
    }

    /** Of these rows and of others. */
    ColumnSummary and(ColumnSummary others) {
        HyperLogLog united = HyperLogLog.newInstance(values);
        united.mergeWith(HyperLogLog.newInstance(others.values));
        return new ColumnSummary(united, sum(sizeBytes, others.sizeBytes), sum(rows, others.rows));
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                : OptionalLong.empty();
    }
}
