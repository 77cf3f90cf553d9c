package io.sluice.trino.transaction;

import io.airlift.units.Duration;
import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.trino.plugin.base.session.PropertyMetadataUtil;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import java.util.Optional;

/** How the transactions of a session are isolated. */
public final class TransactionProperties {
    private static final String ISOLATION_LEVEL = "isolation_level";
    private static final String MAX_STALENESS = "max_staleness";

    private TransactionProperties() {}

    /** The session properties, for Trino: {@code SET SESSION lake.isolation_level = 'serializable'}. */
    public static List<PropertyMetadata<?>> all(Duration maxStaleness) {
        return List.of(
                PropertyMetadata.stringProperty(
                        ISOLATION_LEVEL,
                        "Least isolation of transactions: Serializable or WriteSerializable",
                        null,
                        TransactionProperties::requireLevel,
                        false),
                PropertyMetadataUtil.durationProperty(
                        MAX_STALENESS,
                        "How old the state of the lake may be that statements read which change nothing",
                        maxStaleness,
                        false));
    }

    /** How old may be what the session reads without changing anything. */
    public static java.time.Duration maxStaleness(ConnectorSession session) {
        return session.getProperty(MAX_STALENESS, Duration.class).toJavaTime();
    }

    /** The level that the session asks for; empty if it asks for none. */
    public static Optional<IsolationLevel> isolation(ConnectorSession session) {
        return Optional.ofNullable(session.getProperty(ISOLATION_LEVEL, String.class))
                .map(IsolationLevel::parse);
    }

    private static void requireLevel(String text) {
        if (text == null) {
            return;
        }
        try {
            IsolationLevel.parse(text);
        } catch (SluiceException unknown) {
            throw new TrinoException(StandardErrorCode.INVALID_SESSION_PROPERTY, unknown.getMessage(), unknown);
        }
    }
}
