package io.sluice.trino.system;

import io.sluice.commit.Operation;
import io.sluice.format.HistoryEntry;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarcharType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commits of a table, newest first: {@code $history} as Delta's users know it, {@code $snapshots} as Iceberg's. */
final class TableHistory {
    static final List<ColumnMetadata> HISTORY = List.of(
            new ColumnMetadata("version", BigintType.BIGINT),
            new ColumnMetadata("timestamp", TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS),
            new ColumnMetadata("user_id", VarcharType.VARCHAR),
            new ColumnMetadata("user_name", VarcharType.VARCHAR),
            new ColumnMetadata("operation", VarcharType.VARCHAR),
            new ColumnMetadata("operation_parameters", Cells.TEXTS),
            new ColumnMetadata("cluster_id", VarcharType.VARCHAR),
            new ColumnMetadata("read_version", BigintType.BIGINT),
            new ColumnMetadata("isolation_level", VarcharType.VARCHAR),
            new ColumnMetadata("is_blind_append", BooleanType.BOOLEAN),
            new ColumnMetadata("operation_metrics", Cells.TEXTS),
            new ColumnMetadata("engine_info", VarcharType.VARCHAR));

    static final List<ColumnMetadata> SNAPSHOTS = List.of(
            new ColumnMetadata("committed_at", TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS),
            new ColumnMetadata("snapshot_id", BigintType.BIGINT),
            new ColumnMetadata("parent_id", BigintType.BIGINT),
            new ColumnMetadata("operation", VarcharType.VARCHAR),
            new ColumnMetadata("summary", Cells.TEXTS));

    private TableHistory() {}

    /** Nobody keeps who it was: these are null. */
    static List<Object> history(HistoryEntry entry) {
        Operation operation = entry.operation();
        return Arrays.asList(
                entry.version().number(),
                Cells.instant(entry.committedAt()),
                null,
                null,
                Cells.text(operation.name()),
                Cells.texts(operation.parameters()),
                null,
                entry.readVersion().isPresent() ? (Object) entry.readVersion().getAsLong() : null,
                Cells.text(entry.isolationLevel()),
                entry.isBlindAppend(),
                Cells.texts(operation.metrics()),
                Cells.text(operation.engine()));
    }

    static List<Object> snapshot(HistoryEntry entry) {
        long version = entry.version().number();
        Map<String, String> summary = new LinkedHashMap<>(entry.operation().metrics());
        summary.put("engine-info", entry.operation().engine());
        return Arrays.asList(
                Cells.instant(entry.committedAt()),
                version,
                version == 0 ? null : (Object) (version - 1),
                Cells.text(entry.operation().name()),
                Cells.texts(summary));
    }
}
