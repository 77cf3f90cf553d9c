package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.ScanTask;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code $partitions}: what is in each partition, or in the whole of a table without. Deleted rows do not count. */
final class PartitionListing {
    private final PartitionCells partitions;

    PartitionListing(TableMetadata table) {
        partitions = new PartitionCells(requireNonNull(table, "table"));
    }

    List<ColumnMetadata> columns() {
        List<ColumnMetadata> columns = new ArrayList<>();
        if (partitions.isPresent()) {
            columns.add(partitions.column());
        }
        columns.add(new ColumnMetadata("record_count", BigintType.BIGINT));
        columns.add(new ColumnMetadata("file_count", BigintType.BIGINT));
        columns.add(new ColumnMetadata("total_size", BigintType.BIGINT));
        return columns;
    }

    List<List<Object>> rows(List<ScanTask> tasks) {
        Map<List<Object>, Sum> sums = new LinkedHashMap<>();
        tasks.forEach(task -> sums.computeIfAbsent(partitions.values(task.file()), any -> new Sum())
                .add(task));
        List<List<Object>> rows = new ArrayList<>();
        sums.forEach((values, sum) -> {
            List<Object> row = new ArrayList<>();
            if (partitions.isPresent()) {
                row.add(partitions.cell(values));
            }
            row.addAll(sum.cells());
            rows.add(row);
        });
        return rows;
    }

    private static final class Sum {
        private long rows;
        private boolean isCounted = true;
        private long files;
        private long bytes;

        void add(ScanTask task) {
            long count = task.file().statistics().rowCount();
            isCounted = isCounted && count != FileStatistics.UNKNOWN_ROW_COUNT;
            rows += count - task.deletions().count();
            files++;
            bytes += task.file().sizeBytes();
        }

        List<Object> cells() {
            return Arrays.asList(isCounted ? (Object) rows : null, files, bytes);
        }
    }
}
