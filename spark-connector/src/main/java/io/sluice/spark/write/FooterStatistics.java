package io.sluice.spark.write;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * What the footer of a file that was just written tells of its columns. Bounds are exact or left out: those of a column
 * with a NaN, which is above every number for some and below for others, of a text that is no UTF-8, and of binaries.
 */
final class FooterStatistics {
    /** A longer text is a bound that costs more than it saves. */
    private static final int LONGEST_TEXT = 1024;

    private FooterStatistics() {}

    static Map<String, ColumnBounds> of(ParquetMetadata footer, List<StatisticsColumn> columns) {
        Map<List<String>, Merged> chunks = new HashMap<>();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                chunks.computeIfAbsent(List.of(chunk.getPath().toArray()), path -> new Merged())
                        .add(chunk);
            }
        }
        Map<String, ColumnBounds> bounds = new LinkedHashMap<>();
        for (StatisticsColumn column : columns) {
            Merged merged = chunks.get(column.physical());
            if (merged != null) {
                bounds.put(column.path(), merged.bounds());
            }
        }
        return bounds;
    }

    static long rowCount(ParquetMetadata footer) {
        return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    }

    /** The chunks of one column. */
    private static final class Merged {
        private Comparable<?> min;
        private Comparable<?> max;
        private boolean boundsAreKnown = true;
        private boolean nullsAreCounted = true;
        private long nulls;

        void add(ColumnChunkMetaData chunk) {
            Statistics<?> statistics = chunk.getStatistics();
            if (statistics == null || !statistics.isNumNullsSet()) {
                nullsAreCounted = false;
                boundsAreKnown = false;
                return;
            }
            nulls += statistics.getNumNulls();
            if (statistics.hasNonNullValue()) {
                PrimitiveType type = chunk.getPrimitiveType();
                add(value(type, statistics.genericGetMin()), value(type, statistics.genericGetMax()));
            } else if (statistics.getNumNulls() < chunk.getValueCount()) {
                boundsAreKnown = false;
            }
        }

        private void add(Comparable<?> chunkMin, Comparable<?> chunkMax) {
            if (chunkMin == null || chunkMax == null) {
                boundsAreKnown = false;
                return;
            }
            min = min == null || compare(chunkMin, min) < 0 ? chunkMin : min;
            max = max == null || compare(chunkMax, max) > 0 ? chunkMax : max;
        }

        ColumnBounds bounds() {
            Long count = nullsAreCounted ? nulls : null;
            return boundsAreKnown && isShort(min) && isShort(max)
                    ? new ColumnBounds((Serializable) min, (Serializable) max, count)
                    : new ColumnBounds(null, null, count);
        }

        private static boolean isShort(Comparable<?> bound) {
            return !(bound instanceof String text) || text.length() <= LONGEST_TEXT;
        }

        @SuppressWarnings("unchecked")
        private static int compare(Comparable<?> left, Comparable<?> right) {
            return left instanceof String text
                    ? io.sluice.table.Values.compareTexts(text, (String) right)
                    : ((Comparable<Object>) left).compareTo(right);
        }
    }

    /** The value as {@code io.sluice.table.Values} represents it; null if it is none that is compared. */
    private static Comparable<?> value(PrimitiveType type, Object stored) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(unscaled(stored), decimal.getScale());
        }
        if (stored instanceof Binary binary) {
            return meaning instanceof StringLogicalTypeAnnotation ? text(binary) : null;
        }
        if (stored instanceof Float || stored instanceof Double) {
            double number = ((Number) stored).doubleValue();
            return Double.isNaN(number) ? null : (Comparable<?>) number;
        }
        return stored instanceof Boolean truth ? (Comparable<?>) truth : (Comparable<?>) ((Number) stored).longValue();
    }

    private static BigInteger unscaled(Object stored) {
        return stored instanceof Binary binary
                ? new BigInteger(binary.getBytes())
                : BigInteger.valueOf(((Number) stored).longValue());
    }

    private static String text(Binary stored) {
        String text = stored.toStringUsingUTF8();
        return Binary.fromString(text).equals(stored) ? text : null;
    }
}
