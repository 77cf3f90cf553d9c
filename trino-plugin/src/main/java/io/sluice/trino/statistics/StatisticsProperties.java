package io.sluice.trino.statistics;

import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;

/** What a session says of statistics. The names are those of Trino's own connector for Delta tables. */
public final class StatisticsProperties {
    private static final String STATISTICS = "statistics_enabled";
    private static final String EXTENDED_STATISTICS = "extended_statistics_enabled";
    private static final String COLLECT_ON_WRITE = "extended_statistics_collect_on_write";

    /** Whether rows are looked at while they are written, for sessions that do not say it. */
    public enum OnWrite {
        COLLECT,
        IGNORE
    }

    private StatisticsProperties() {}

    /** The session properties. */
    public static List<PropertyMetadata<?>> all(OnWrite onWrite) {
        return List.of(
                PropertyMetadata.booleanProperty(
                        STATISTICS, "Whether the optimizer is told how much tables hold", true, false),
                PropertyMetadata.booleanProperty(
                        EXTENDED_STATISTICS,
                        "Whether the optimizer is told what ANALYZE and writing statements have collected",
                        true,
                        false),
                PropertyMetadata.booleanProperty(
                        COLLECT_ON_WRITE,
                        "Whether INSERT and CREATE TABLE AS collect what ANALYZE does",
                        onWrite == OnWrite.COLLECT,
                        false));
    }

    /** Whether the optimizer is told anything. */
    public static boolean areTold(ConnectorSession session) {
        return session.getProperty(STATISTICS, Boolean.class);
    }

    /** Whether the optimizer is told what was collected. */
    public static boolean areExtended(ConnectorSession session) {
        return session.getProperty(EXTENDED_STATISTICS, Boolean.class);
    }

    static boolean areCollectedOnWrite(ConnectorSession session) {
        return session.getProperty(COLLECT_ON_WRITE, Boolean.class);
    }
}
