package io.sluice.duckdb;

import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableSchema;
import io.sluice.table.Values;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Parquet file that {@code COPY ... (RETURN_STATS)} has written.
 *
 * @param partitionValues by column, as DuckDB writes them as text; empty for null
 * @param columns what DuckDB tells of each column: by its quoted path, {@code "a"."b"}, a map with {@code min},
 *     {@code max}, {@code null_count} and more, all as text
 */
public record WrittenFile(
        Path path,
        long rowCount,
        long sizeBytes,
        Map<String, Optional<String>> partitionValues,
        Map<String, Map<String, String>> columns) {

    /**
     * The statistics of the columns of a schema that the file has, under its physical names; bounds that DuckDB calls
     * inexact are left out.
     */
    public FileStatistics statistics(TableSchema schema) {
        Map<String, ColumnStatistics> known = new LinkedHashMap<>();
        collect("", "", schema.columns(), known);
        return new FileStatistics(rowCount, known);
    }

    private void collect(String path, String quoted, List<Field> fields, Map<String, ColumnStatistics> known) {
        for (Field field : fields) {
            String name = path + field.name();
            String key = quoted + SqlText.identifier(field.physicalName());
            if (field.type() instanceof Struct struct) {
                collect(name + ".", key + ".", struct.fields(), known);
            } else if (columns.containsKey(key)) {
                known.put(name, statistics(field.type(), columns.get(key)));
            }
        }
    }

    private static ColumnStatistics statistics(DataType type, Map<String, String> stated) {
        return new ColumnStatistics(
                bound(type, stated, "min"),
                bound(type, stated, "max"),
                Optional.ofNullable(stated.get("null_count")).map(Long::valueOf));
    }

    private static Optional<Comparable<?>> bound(DataType type, Map<String, String> stated, String which) {
        String text = stated.get(which);
        boolean comparable = type instanceof Primitive || type instanceof Decimal;
        // NaN is left out of the bounds by DuckDB, yet it is above every number for others.
        boolean complete = !"true".equals(stated.get("has_nan"));
        return text != null && comparable && complete && "true".equals(stated.get(which + "_is_exact"))
                ? Values.parse(type, text)
                : Optional.empty();
    }
}
