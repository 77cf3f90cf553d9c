package io.sluice.trino.read;

import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.trino.plugin.base.session.PropertyMetadataUtil;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a session says about scans. */
public final class ReadProperties {
    private static final String MAX_SPLIT_SIZE = "max_split_size";
    private static final String DYNAMIC_FILTERING_WAIT_TIMEOUT = "dynamic_filtering_wait_timeout";
    private static final String PROJECTION_PUSHDOWN_ENABLED = "projection_pushdown_enabled";

    private ReadProperties() {}

    /** The session properties of the catalog that are about scans. */
    public static List<PropertyMetadata<?>> all() {
        return List.of(
                PropertyMetadataUtil.dataSizeProperty(
                        MAX_SPLIT_SIZE,
                        "The most of a data file that one split reads",
                        DataSize.of(64, DataSize.Unit.MEGABYTE),
                        false),
                PropertyMetadataUtil.durationProperty(
                        DYNAMIC_FILTERING_WAIT_TIMEOUT,
                        "How long a scan waits for the other side of a join before it chooses files",
                        Duration.succinctDuration(1, TimeUnit.SECONDS),
                        false),
                PropertyMetadata.booleanProperty(
                        PROJECTION_PUSHDOWN_ENABLED,
                        "Whether only those fields of structs are read that a query asks for",
                        true,
                        false));
    }

    static boolean isProjectionPushedDown(ConnectorSession session) {
        return session.getProperty(PROJECTION_PUSHDOWN_ENABLED, Boolean.class);
    }

    static long maxSplitBytes(ConnectorSession session) {
        return Math.max(1, session.getProperty(MAX_SPLIT_SIZE, DataSize.class).toBytes());
    }

    static long dynamicFilterWaitMillis(ConnectorSession session) {
        return session.getProperty(DYNAMIC_FILTERING_WAIT_TIMEOUT, Duration.class)
                .toMillis();
    }
}
