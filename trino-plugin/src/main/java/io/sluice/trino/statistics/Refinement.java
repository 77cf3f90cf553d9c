package io.sluice.trino.statistics;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * What the log tells of the files that a scan reads, together with what was collected. That is of the whole table, of
 * another state of it perhaps: the scan's rows and the bounds of their values limit it.
 */
final class Refinement {
    private Refinement() {}

    /** @param columns of the table, hidden ones too */
    static TableStatistics of(TableStatistics told, ExtendedStatistics collected, Collection<ColumnHandle> columns) {
        if (told.getRowCount().isUnknown()) {
            return told;
        }
        double rows = told.getRowCount().getValue();
        TableStatistics.Builder refined = TableStatistics.builder().setRowCount(told.getRowCount());
        told.getColumnStatistics().forEach(refined::setColumnStatistics);
        for (ColumnHandle handle : columns) {
            SluiceColumnHandle column = (SluiceColumnHandle) handle;
            ColumnSummary summary = collected.columns().get(column.stored().name());
            if (column.role() == Role.STORED && column.isWholeColumn() && summary != null) {
                ColumnStatistics known = told.getColumnStatistics().getOrDefault(column, ColumnStatistics.empty());
                refined.setColumnStatistics(column, refined(known, summary, rows));
            }
        }
        return refined.build();
    }

    private static ColumnStatistics refined(ColumnStatistics known, ColumnSummary summary, double rows) {
        double nulls = known.getNullsFraction().isUnknown()
                ? 0
                : known.getNullsFraction().getValue();
        double most = known.getDistinctValuesCount().isUnknown()
                ? rows * (1 - nulls)
                : known.getDistinctValuesCount().getValue();
        ColumnStatistics.Builder refined = ColumnStatistics.builder()
                .setNullsFraction(known.getNullsFraction())
                .setDistinctValuesCount(Estimate.of(Math.min((double) summary.distinct(), Math.max(0, most))));
        known.getRange().ifPresent(refined::setRange);
        OptionalLong size = summary.sizeBytes(rows);
        size.ifPresent(bytes -> refined.setDataSize(Estimate.of((double) bytes)));
        return refined.build();
    }
}
