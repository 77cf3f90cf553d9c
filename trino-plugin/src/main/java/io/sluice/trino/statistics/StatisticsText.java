package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import io.airlift.json.JsonCodec;
import io.airlift.slice.Slices;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Statistics as JSON, in the form that Trino's own connector for Delta tables reads and writes too. The numbers of rows
 * are known to Sluice alone.
 *
 * @param columnStatistics by physical name
 */
public record StatisticsText(
        long modelVersion,
        Instant alreadyAnalyzedModifiedTimeMax,
        Map<String, ColumnText> columnStatistics,
        Optional<Set<String>> analyzedColumns) {
    private static final JsonCodec<StatisticsText> JSON = JsonCodec.jsonCodec(StatisticsText.class);

    /** The last form that is known; the ones before had less in them. */
    private static final long MODEL_VERSION = 4;

    /**
     * A column.
     *
     * @param ndvSummary a HyperLogLog, serialized, in Base64
     * @param rowCount of the rows that are summed up
     */
    public record ColumnText(OptionalLong totalSizeInBytes, String ndvSummary, OptionalLong rowCount) {
        public ColumnText {
            requireNonNull(totalSizeInBytes, "totalSizeInBytes");
            requireNonNull(ndvSummary, "ndvSummary");
            requireNonNull(rowCount, "rowCount");
        }

        static ColumnText of(ColumnSummary summary) {
            String values = Base64.getEncoder().encodeToString(summary.values().getBytes());
            return new ColumnText(summary.sizeBytes(), values, summary.rows());
        }

        ColumnSummary summary() {
            byte[] values = Base64.getDecoder().decode(ndvSummary);
            return ColumnSummary.of(Optional.of(Slices.wrappedBuffer(values)), totalSizeInBytes, rowCount);
        }
    }

    public StatisticsText {
        requireNonNull(alreadyAnalyzedModifiedTimeMax, "alreadyAnalyzedModifiedTimeMax");
        requireNonNull(analyzedColumns, "analyzedColumns");
        columnStatistics = Collections.unmodifiableMap(new TreeMap<>(columnStatistics));
    }

    static byte[] write(ExtendedStatistics statistics) {
        Map<String, ColumnText> columns = new HashMap<>();
        statistics.columns().forEach((name, summary) -> columns.put(name, ColumnText.of(summary)));
        return JSON.toJsonBytes(
                new StatisticsText(MODEL_VERSION, statistics.newestFile(), columns, statistics.chosen()));
    }

    /**
     * Reads statistics.
     *
     * @throws IllegalArgumentException if these are none that are understood
     */
    static ExtendedStatistics read(byte[] json) {
        StatisticsText text = JSON.fromJson(json);
        if (text.modelVersion > MODEL_VERSION) {
            throw new IllegalArgumentException("their model version is %d, and %d is the last one that is understood"
                    .formatted(text.modelVersion, MODEL_VERSION));
        }
        Map<String, ColumnSummary> columns = text.columnStatistics.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().summary()));
        return new ExtendedStatistics(text.alreadyAnalyzedModifiedTimeMax, columns, text.analyzedColumns);
    }
}
