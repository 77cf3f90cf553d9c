package io.sluice.trino.write;

import io.airlift.units.DataSize;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.trino.plugin.base.session.PropertyMetadataUtil;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;

/** What a session says of writes. */
public final class WriteSettings {
    private static final String TARGET_FILE_SIZE = "target_max_file_size";
    private static final String IDLE_FILE_SIZE = "idle_writer_min_file_size";
    private static final String OPEN_FILES = "max_open_writers";

    /** Readers like files between 100 and 250 MB. */
    private static final DataSize USUAL_SIZE = DataSize.of(160, DataSize.Unit.MEGABYTE);

    private WriteSettings() {}

    /** The session properties. */
    public static List<PropertyMetadata<?>> all() {
        return List.of(
                PropertyMetadataUtil.dataSizeProperty(
                        TARGET_FILE_SIZE,
                        "About how large new files become; the table's delta.targetFileSize, else 160MB, if it is not set",
                        null,
                        false),
                PropertyMetadataUtil.dataSizeProperty(
                        IDLE_FILE_SIZE,
                        "A file that gets no rows for a while is closed if it is at least this large",
                        DataSize.of(16, DataSize.Unit.MEGABYTE),
                        false),
                PropertyMetadata.integerProperty(
                        OPEN_FILES,
                        "So many files are open in a writer at most; of more partitions, the one that waits longest for rows is closed",
                        100,
                        WriteSettings::requirePositive,
                        false));
    }

    private static void requirePositive(int files) {
        if (files <= 0) {
            throw new IllegalArgumentException(OPEN_FILES + " is at least 1, not " + files);
        }
    }

    /** What the session asks for, else the table, else what is usual. */
    static FileLimits limits(ConnectorSession session, TableMetadata table) {
        DataSize asked = session.getProperty(TARGET_FILE_SIZE, DataSize.class);
        long size = asked != null
                ? asked.toBytes()
                : TableProperties.of(table).targetFileSizeBytes().orElse(USUAL_SIZE.toBytes());
        return new FileLimits(
                Math.max(1, size),
                session.getProperty(IDLE_FILE_SIZE, DataSize.class).toBytes(),
                session.getProperty(OPEN_FILES, Integer.class));
    }
}
