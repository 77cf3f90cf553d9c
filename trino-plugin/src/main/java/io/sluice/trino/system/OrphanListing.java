package io.sluice.trino.system;

import io.sluice.storage.StoredFile;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.VarcharType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code $orphan_files}: what writers have left behind in a table's folder, and nothing needs. */
final class OrphanListing {
    /** Younger files may belong to a write that goes on. */
    static final Duration AGE = Duration.ofDays(3);

    static final List<ColumnMetadata> COLUMNS = List.of(
            new ColumnMetadata("file_path", VarcharType.VARCHAR),
            new ColumnMetadata("file_size_in_bytes", BigintType.BIGINT),
            new ColumnMetadata("file_modified_time", TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS));

    private OrphanListing() {}

    static List<Object> row(StoredFile file) {
        return List.of(
                Cells.text(file.location()),
                file.sizeBytes(),
                Cells.instant(Instant.ofEpochMilli(file.modifiedMillis())));
    }
}
