package io.sluice.trino.write;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.FileStatistics;
import io.sluice.table.Values;
import io.sluice.trino.write.FileSchema.StatisticsColumn;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;

/**
 * What the footer of a file that was just written tells of its columns. Bounds are exact or left out: those of a column
 * with a NaN, which is above every number for some and below for others, of a text that is no UTF-8 or is cut off, and
 * of binaries.
 */
final class FooterStatistics {
    private FooterStatistics() {}

    static FileStatistics of(FileMetaData footer, List<StatisticsColumn> columns) {
        Map<List<String>, StatisticsColumn> byPath = new HashMap<>();
        Map<StatisticsColumn, Merged> merged = new LinkedHashMap<>();
        for (StatisticsColumn column : columns) {
            byPath.put(column.physical(), column);
            merged.put(column, new Merged(column.type()));
        }
        for (RowGroup group : footer.getRow_groups()) {
            for (ColumnChunk chunk : group.getColumns()) {
                ColumnMetaData known = chunk.getMeta_data();
                StatisticsColumn column = byPath.get(known.getPath_in_schema());
                if (column != null) {
                    merged.get(column).add(known);
                }
            }
        }
        Map<String, ColumnStatistics> statistics = new LinkedHashMap<>();
        merged.forEach((column, chunks) -> statistics.put(column.path(), chunks.statistics()));
        return new FileStatistics(footer.getNum_rows(), statistics);
    }

    /** The chunks of one column. */
    private static final class Merged {
        private final Type type;
        private Comparable<?> min;
        private Comparable<?> max;
        private boolean boundsAreKnown = true;
        private boolean nullsAreCounted = true;
        private long nulls;

        Merged(Type type) {
            this.type = type;
        }

        void add(ColumnMetaData chunk) {
            Statistics statistics = chunk.getStatistics();
            if (statistics == null || !statistics.isSetNull_count()) {
                nullsAreCounted = false;
                boundsAreKnown = false;
                return;
            }
            nulls += statistics.getNull_count();
            if (statistics.getNull_count() < chunk.getNum_values()) {
                add(exactMin(statistics), exactMax(statistics));
            }
        }

        private Optional<Comparable<?>> exactMin(Statistics statistics) {
            boolean isExact = !statistics.isSetIs_min_value_exact() || statistics.isIs_min_value_exact();
            return statistics.isSetMin_value() && isExact ? value(type, statistics.getMin_value()) : Optional.empty();
        }

        private Optional<Comparable<?>> exactMax(Statistics statistics) {
            boolean isExact = !statistics.isSetIs_max_value_exact() || statistics.isIs_max_value_exact();
            return statistics.isSetMax_value() && isExact ? value(type, statistics.getMax_value()) : Optional.empty();
        }

        private void add(Optional<Comparable<?>> chunkMin, Optional<Comparable<?>> chunkMax) {
            if (chunkMin.isEmpty() || chunkMax.isEmpty()) {
                boundsAreKnown = false;
                return;
            }
            min = min == null || compare(chunkMin.get(), min) < 0 ? chunkMin.get() : min;
            max = max == null || compare(chunkMax.get(), max) > 0 ? chunkMax.get() : max;
        }

        ColumnStatistics statistics() {
            Optional<Long> count = nullsAreCounted ? Optional.of(nulls) : Optional.empty();
            return boundsAreKnown
                    ? new ColumnStatistics(Optional.ofNullable(min), Optional.ofNullable(max), count)
                    : new ColumnStatistics(Optional.empty(), Optional.empty(), count);
        }

        @SuppressWarnings("unchecked")
        private static int compare(Comparable<?> left, Comparable<?> right) {
            return left instanceof String text
                    ? Values.compareTexts(text, (String) right)
                    : ((Comparable<Object>) left).compareTo(right);
        }
    }

    /** The value as {@link Values} represents it; empty if it is none that is compared. */
    private static Optional<Comparable<?>> value(Type type, byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case BooleanType bool -> Optional.of(stored[0] != 0);
            case TinyintType whole -> Optional.of((long) bytes.getInt());
            case SmallintType whole -> Optional.of((long) bytes.getInt());
            case IntegerType whole -> Optional.of((long) bytes.getInt());
            case DateType days -> Optional.of((long) bytes.getInt());
            case BigintType whole -> Optional.of(bytes.getLong());
            case TimestampType micros -> Optional.of(bytes.getLong());
            case TimestampWithTimeZoneType micros -> Optional.of(bytes.getLong());
            case RealType real -> number(bytes.getFloat());
            case DoubleType real -> number(bytes.getDouble());
            case DecimalType decimal -> Optional.of(new BigDecimal(unscaled(decimal, stored), decimal.getScale()));
            case VarcharType text -> text(stored);
            default -> Optional.empty();
        };
    }

    private static Optional<Comparable<?>> number(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }

    private static BigInteger unscaled(DecimalType type, byte[] stored) {
        if (type.getPrecision() > 18) {
            return new BigInteger(stored);
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        return BigInteger.valueOf(type.getPrecision() <= 9 ? bytes.getInt() : bytes.getLong());
    }

    private static Optional<Comparable<?>> text(byte[] stored) {
        String text = new String(stored, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), stored) ? Optional.of(text) : Optional.empty();
    }
}
