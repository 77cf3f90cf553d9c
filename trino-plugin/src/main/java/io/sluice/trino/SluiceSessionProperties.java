package io.sluice.trino;

import io.airlift.units.Duration;
import io.sluice.trino.read.ReadProperties;
import io.sluice.trino.transaction.TransactionProperties;
import io.sluice.trino.write.WriteSettings;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import java.util.stream.Stream;

/** The session properties of a catalog; each capability declares and reads its own. */
final class SluiceSessionProperties {
    private SluiceSessionProperties() {}

    /** All of them, for Trino, with what the catalog has for sessions that say nothing. */
    static List<PropertyMetadata<?>> all(Duration maxStaleness) {
        return Stream.of(TransactionProperties.all(maxStaleness), ReadProperties.all(), WriteSettings.all())
                .<PropertyMetadata<?>>flatMap(List::stream)
                .toList();
    }
}
