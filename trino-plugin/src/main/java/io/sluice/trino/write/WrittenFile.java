package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A data file that a worker has written, on its way to the coordinator. */
public record WrittenFile(
        String path,
        long sizeBytes,
        long modifiedMillis,
        List<PartitionValue> partition,
        long rowCount,
        List<ColumnBounds> columns) {
    /**
     * The value of a column in all rows.
     *
     * @param text empty for null
     */
    public record PartitionValue(String column, Optional<String> text) {}

    /**
     * Statistics of a column.
     *
     * @param path its dotted path
     */
    public record ColumnBounds(
            String path, Kind kind, Optional<String> min, Optional<String> max, OptionalLong nulls) {}

    /** What the texts of bounds are. */
    public enum Kind {
        NOTHING,
        WHOLE,
        FLOATING,
        DECIMAL,
        TEXT,
        TRUTH
    }

    public WrittenFile {
        requireNonNull(path, "path");
        partition = List.copyOf(partition);
        columns = List.copyOf(columns);
    }

    public static WrittenFile of(DataFile file) {
        List<PartitionValue> partition = new ArrayList<>();
        file.partitionValues().forEach((column, text) -> partition.add(new PartitionValue(column, text)));
        List<ColumnBounds> columns = new ArrayList<>();
        file.statistics().columns().forEach((path, known) -> columns.add(bounds(path, known)));
        return new WrittenFile(
                file.path(),
                file.sizeBytes(),
                file.modifiedMillis(),
                partition,
                file.statistics().rowCount(),
                columns);
    }

    private static ColumnBounds bounds(String path, ColumnStatistics known) {
        return new ColumnBounds(
                path,
                known.min().map(WrittenFile::kind).orElse(Kind.NOTHING),
                known.min().map(Object::toString),
                known.max().map(Object::toString),
                known.nullCount().map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static Kind kind(Comparable<?> value) {
        return switch (value) {
            case Long whole -> Kind.WHOLE;
            case Double floating -> Kind.FLOATING;
            case BigDecimal decimal -> Kind.DECIMAL;
            case String text -> Kind.TEXT;
            case Boolean truth -> Kind.TRUTH;
            default -> throw SluiceException.bug("bounds are no " + value.getClass());
        };
    }

    /** The file, for a commit. */
    public DataFile dataFile() {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        partition.forEach(value -> values.put(value.column(), value.text()));
        Map<String, ColumnStatistics> known = new LinkedHashMap<>();
        for (ColumnBounds column : columns) {
            known.put(
                    column.path(),
                    new ColumnStatistics(
                            column.min().map(text -> value(column.kind(), text)),
                            column.max().map(text -> value(column.kind(), text)),
                            column.nulls().isPresent()
                                    ? Optional.of(column.nulls().getAsLong())
                                    : Optional.empty()));
        }
        return new DataFile(path, sizeBytes, modifiedMillis, values, new FileStatistics(rowCount, known));
    }

    private static Comparable<?> value(Kind kind, String text) {
        return switch (kind) {
            case WHOLE -> Long.valueOf(text);
            case FLOATING -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case TEXT -> text;
            case TRUTH -> Boolean.valueOf(text);
            case NOTHING -> throw SluiceException.bug("a bound without a kind: " + text);
        };
    }
}
