package io.sluice.trino.transaction;

import io.sluice.commit.IsolationLevel;
import io.sluice.error.SluiceException;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import java.util.Optional;

/** How the transactions of a session are isolated. */
public final class TransactionProperties {
    private static final String ISOLATION_LEVEL = "isolation_level";

    private TransactionProperties() {}

    /** The session properties, for Trino: {@code SET SESSION lake.isolation_level = 'serializable'}. */
    public static List<PropertyMetadata<?>> all() {
        return List.of(PropertyMetadata.stringProperty(
                ISOLATION_LEVEL,
                "Least isolation of transactions: Serializable or WriteSerializable",
                null,
                TransactionProperties::requireLevel,
                false));
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
