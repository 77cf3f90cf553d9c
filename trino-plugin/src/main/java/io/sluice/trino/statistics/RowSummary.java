package io.sluice.trino.statistics;

import static java.util.Objects.requireNonNull;

import io.airlift.stats.cardinality.HyperLogLog;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.function.InvocationConvention;
import io.trino.spi.function.InvocationConvention.InvocationArgumentConvention;
import io.trino.spi.function.InvocationConvention.InvocationReturnConvention;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sums up the values of columns while a writer gets them, to what an {@code ANALYZE} of these rows would find. A writer
 * does it, and not the plan of the statement, because a statement of few rows spends more time on the plan of such
 * aggregations than on all of its rows. For one thread.
 */
public final class RowSummary {
    private final List<Column> columns = new ArrayList<>();
    private long rows;

    /**
     * @param columns of the pages, in their order
     * @param summedUp physical names of those that are looked at
     */
    public RowSummary(List<SluiceColumnHandle> columns, Set<String> summedUp, TypeOperators operators) {
        for (int channel = 0; channel < columns.size(); channel++) {
            String name = columns.get(channel).stored().name();
            if (summedUp.contains(name)) {
                this.columns.add(new Column(name, channel, columns.get(channel).type(), operators));
            }
        }
    }

    /** Whether there is anything to tell. */
    public boolean isPresent() {
        return rows > 0 && !columns.isEmpty();
    }

    public void add(Page page) {
        rows += page.getPositionCount();
        columns.forEach(column -> column.add(page.getBlock(column.channel)));
    }

    public long memoryBytes() {
        return columns.stream()
                .mapToLong(column -> column.values.estimatedInMemorySize())
                .sum();
    }

    /** What the rows that were added hold; there has to be one. */
    public CollectedColumns collected() {
        Map<String, ColumnSummary> summaries = new LinkedHashMap<>();
        columns.forEach(column -> summaries.put(column.name, column.summary(rows)));
        return CollectedColumns.of(summaries);
    }

    private static final class Column {
        private static final InvocationConvention OF_VALUE = InvocationConvention.simpleConvention(
                InvocationReturnConvention.FAIL_ON_NULL, InvocationArgumentConvention.VALUE_BLOCK_POSITION_NOT_NULL);

        /**
         * Of truth values, as the aggregation of an {@code ANALYZE} has them, which is not their usual hash: what both
         * have found can be united.
         */
        private static final long TRUE_HASH = 19144387141682250L;

        private static final long FALSE_HASH = -2447670524089286488L;

        private final String name;
        private final int channel;
        private final boolean isTruth;
        private final boolean hasSizes;
        private final MethodHandle hash;
        private final HyperLogLog values = ColumnSummary.nothing();
        private long sizeBytes;

        Column(String name, int channel, Type type, TypeOperators operators) {
            this.name = requireNonNull(name, "name");
            this.channel = channel;
            isTruth = type instanceof BooleanType;
            hasSizes = ComputedColumns.hasSizes(type);
            hash = operators.getXxHash64Operator(type, OF_VALUE);
        }

        void add(Block block) {
            switch (block) {
                case RunLengthEncodedBlock run -> addRun(run);
                case DictionaryBlock coded -> addCoded(coded);
                case ValueBlock plain -> addPlain(plain);
            }
        }

        private void addRun(RunLengthEncodedBlock run) {
            ValueBlock value = run.getValue();
            addValue(value, 0);
            if (hasSizes) {
                sizeBytes += value.getEstimatedDataSizeForStats(0) * run.getPositionCount();
            }
        }

        /** A value that occurs in many rows is looked at once. */
        private void addCoded(DictionaryBlock coded) {
            ValueBlock dictionary = coded.getDictionary();
            boolean[] isSeen = new boolean[dictionary.getPositionCount()];
            for (int position = 0; position < coded.getPositionCount(); position++) {
                int id = coded.getId(position);
                if (!isSeen[id]) {
                    isSeen[id] = true;
                    addValue(dictionary, id);
                }
                if (hasSizes) {
                    sizeBytes += dictionary.getEstimatedDataSizeForStats(id);
                }
            }
        }

        private void addPlain(ValueBlock plain) {
            for (int position = 0; position < plain.getPositionCount(); position++) {
                addValue(plain, position);
                if (hasSizes) {
                    sizeBytes += plain.getEstimatedDataSizeForStats(position);
                }
            }
        }

        private void addValue(ValueBlock block, int position) {
            if (!block.isNull(position)) {
                values.addHash(hash(block, position));
            }
        }

        private long hash(ValueBlock block, int position) {
            if (isTruth) {
                return BooleanType.BOOLEAN.getBoolean(block, position) ? TRUE_HASH : FALSE_HASH;
            }
            try {
                return (long) hash.invokeExact(block, position);
            } catch (RuntimeException | Error failed) {
                throw failed;
            } catch (Throwable failed) {
                throw new IllegalStateException("a value of column " + name + " has no hash", failed);
            }
        }

        ColumnSummary summary(long rows) {
            return ColumnSummary.of(
                    values, hasSizes ? OptionalLong.of(sizeBytes) : OptionalLong.empty(), OptionalLong.of(rows));
        }
    }
}
