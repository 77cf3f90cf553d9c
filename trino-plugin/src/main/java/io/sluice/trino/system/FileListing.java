package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code $files}: the data files of a table. Bounds are those of the log, as texts, and may be wider than values. */
final class FileListing {
    private final PartitionCells partitions;

    FileListing(TableMetadata table) {
        partitions = new PartitionCells(requireNonNull(table, "table"));
    }

    List<ColumnMetadata> columns() {
        List<ColumnMetadata> columns = new ArrayList<>();
        columns.add(new ColumnMetadata("file_path", VarcharType.VARCHAR));
        if (partitions.isPresent()) {
            columns.add(partitions.column());
        }
        columns.add(new ColumnMetadata("record_count", BigintType.BIGINT));
        columns.add(new ColumnMetadata("deleted_record_count", BigintType.BIGINT));
        columns.add(new ColumnMetadata("file_size_in_bytes", BigintType.BIGINT));
        columns.add(new ColumnMetadata("file_modified_time", TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS));
        columns.add(new ColumnMetadata("null_value_counts", Cells.COUNTS));
        columns.add(new ColumnMetadata("lower_bounds", Cells.TEXTS));
        columns.add(new ColumnMetadata("upper_bounds", Cells.TEXTS));
        return columns;
    }

    /** @param task with the statistics of all columns */
    List<Object> row(ScanTask task) {
        DataFile file = task.file();
        long rows = file.statistics().rowCount();
        Map<String, Long> nulls = new LinkedHashMap<>();
        Map<String, String> lower = new LinkedHashMap<>();
        Map<String, String> upper = new LinkedHashMap<>();
        file.statistics().columns().forEach((name, known) -> add(name, known, nulls, lower, upper));
        List<Object> row = new ArrayList<>();
        row.add(Cells.text(task.location()));
        if (partitions.isPresent()) {
            row.add(partitions.cell(partitions.values(file)));
        }
        row.add(rows == FileStatistics.UNKNOWN_ROW_COUNT ? null : rows);
        row.add(task.deletions().count());
        row.add(file.sizeBytes());
        row.add(Cells.instant(Instant.ofEpochMilli(file.modifiedMillis())));
        row.add(Cells.counts(nulls));
        row.add(Cells.texts(lower));
        row.add(Cells.texts(upper));
        return row;
    }

    private static void add(
            String name,
            ColumnStatistics known,
            Map<String, Long> nulls,
            Map<String, String> lower,
            Map<String, String> upper) {
        known.nullCount().ifPresent(count -> nulls.put(name, count));
        known.min().ifPresent(bound -> lower.put(name, bound.toString()));
        known.max().ifPresent(bound -> upper.put(name, bound.toString()));
    }
}
