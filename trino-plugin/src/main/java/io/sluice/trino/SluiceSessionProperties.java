package io.sluice.trino;

import io.sluice.trino.read.ReadProperties;
import io.sluice.trino.statistics.StatisticsProperties;
import io.sluice.trino.statistics.StatisticsProperties.OnWrite;
import io.sluice.trino.transaction.TransactionProperties;
import io.sluice.trino.write.WriteSettings;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;
import java.util.stream.Stream;

/** The session properties of a catalog; each capability declares and reads its own. */
final class SluiceSessionProperties {
    private SluiceSessionProperties() {}

    /** All of them, for Trino, with what the catalog has for sessions that say nothing. */
    static List<PropertyMetadata<?>> all(SluiceConfig config) {
        OnWrite collecting = config.isCollectingOnWrite() ? OnWrite.COLLECT : OnWrite.IGNORE;
        return Stream.of(
                        TransactionProperties.all(config.getMaxStaleness()),
                        ReadProperties.all(),
                        WriteSettings.all(),
                        StatisticsProperties.all(collecting))
                .<PropertyMetadata<?>>flatMap(List::stream)
                .toList();
    }
}
