package io.sluice.trino.statistics;

import io.airlift.slice.Slice;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.block.Block;
import io.trino.spi.statistics.ColumnStatisticMetadata;
import io.trino.spi.statistics.ColumnStatisticType;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.TableStatisticType;
import io.trino.spi.statistics.TableStatisticsMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.FixedWidthType;
import io.trino.spi.type.HyperLogLogType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What Trino computes of columns for us, and what becomes of it. */
final class ComputedColumns {
    private ComputedColumns() {}

    /** Whether values of a type are summed up: those that are made of others are not. */
    private static boolean isSummedUp(Type type) {
        return !(type instanceof ArrayType || type instanceof MapType || type instanceof RowType);
    }

    /** Whether values of a type differ in size. */
    static boolean hasSizes(Type type) {
        return !(type instanceof FixedWidthType);
    }

    /** The columns that are summed up, by physical name. Of partition columns the log tells everything. */
    static Map<String, Field> summedUp(TableMetadata table) {
        return table.schema().columns().stream()
                .filter(column -> !table.partitionColumns().contains(column.name()))
                .filter(column -> isSummedUp(TrinoTypes.type(column.type())))
                .collect(Collectors.toMap(
                        Field::physicalName, column -> column, (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * What Trino is asked for.
     *
     * @param columns their types by name, as Trino has them
     */
    static TableStatisticsMetadata asked(Map<String, Type> columns) {
        Set<ColumnStatisticMetadata> asked = new LinkedHashSet<>();
        columns.forEach((name, type) -> {
            asked.add(new ColumnStatisticMetadata(name, ColumnStatisticType.NUMBER_OF_DISTINCT_VALUES_SUMMARY));
            if (hasSizes(type)) {
                asked.add(new ColumnStatisticMetadata(name, ColumnStatisticType.TOTAL_SIZE_IN_BYTES));
            }
        });
        return new TableStatisticsMetadata(asked, Set.of(TableStatisticType.ROW_COUNT), List.of());
    }

    /**
     * The answer.
     *
     * @param computed not empty
     * @param table whose columns have the names that were asked for
     */
    static ExtendedStatistics answered(
            Collection<ComputedStatistics> computed, TableMetadata table, Instant newestFile) {
        Map<String, ColumnSummary> summaries = new LinkedHashMap<>();
        for (ComputedStatistics part : computed) {
            Map<String, Map<ColumnStatisticType, Block>> columns = byColumn(part);
            OptionalLong rows = number(part.getTableStatistics().get(TableStatisticType.ROW_COUNT));
            for (Field column : summedUp(table).values()) {
                Map<ColumnStatisticType, Block> known =
                        columns.get(column.name().toLowerCase(Locale.ROOT));
                if (known != null) {
                    summaries.merge(column.physicalName(), summary(known, rows), ColumnSummary::and);
                }
            }
        }
        return known(summaries, table, newestFile);
    }

    /**
     * What is known of a table when all or some of its columns were looked at.
     *
     * @param summaries by physical name
     */
    static ExtendedStatistics known(Map<String, ColumnSummary> summaries, TableMetadata table, Instant newestFile) {
        Set<String> all = summedUp(table).keySet();
        Optional<Set<String>> chosen =
                summaries.keySet().containsAll(all) ? Optional.empty() : Optional.of(summaries.keySet());
        return new ExtendedStatistics(newestFile, summaries, chosen);
    }

    private static Map<String, Map<ColumnStatisticType, Block>> byColumn(ComputedStatistics computed) {
        Map<String, Map<ColumnStatisticType, Block>> columns = new LinkedHashMap<>();
        computed.getColumnStatistics()
                .forEach((asked, value) -> columns.computeIfAbsent(
                                asked.getColumnName(), name -> new EnumMap<>(ColumnStatisticType.class))
                        .put(asked.getStatisticType(), value));
        return columns;
    }

    private static ColumnSummary summary(Map<ColumnStatisticType, Block> known, OptionalLong rows) {
        Block values = known.get(ColumnStatisticType.NUMBER_OF_DISTINCT_VALUES_SUMMARY);
        Optional<Slice> distinct =
                values.isNull(0) ? Optional.empty() : Optional.of(HyperLogLogType.HYPER_LOG_LOG.getSlice(values, 0));
        OptionalLong size = known.containsKey(ColumnStatisticType.TOTAL_SIZE_IN_BYTES)
                ? OptionalLong.of(number(known.get(ColumnStatisticType.TOTAL_SIZE_IN_BYTES))
                        .orElse(0))
                : OptionalLong.empty();
        return ColumnSummary.of(distinct, size, rows);
    }

    /** Empty for null, which stands for no rows. */
    private static OptionalLong number(Block block) {
        return block == null || block.isNull(0)
                ? OptionalLong.empty()
                : OptionalLong.of(BigintType.BIGINT.getLong(block, 0));
    }
}
