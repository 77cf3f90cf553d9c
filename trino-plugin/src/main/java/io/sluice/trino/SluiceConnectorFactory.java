package io.sluice.trino;

import io.airlift.bootstrap.Bootstrap;
import io.airlift.configuration.ConfigBinder;
import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.time.InstantSource;
import java.util.Map;

/** Makes the connector of a catalog: {@code connector.name=sluice}. */
@SuppressWarnings("try") // The class loader is set for a block; nothing is asked of it there.
final class SluiceConnectorFactory implements ConnectorFactory {
    /** The one version whose interfaces the plugin is compiled for. */
    static final String TRINO_VERSION = "483";

    @Override
    public String getName() {
        return "sluice";
    }

    @Override
    public Connector create(String catalogName, Map<String, String> settings, ConnectorContext context) {
        requireVersion(context.getSpiVersion());
        try (ThreadContextClassLoader loader =
                new ThreadContextClassLoader(getClass().getClassLoader())) {
            SluiceConfig config = new Bootstrap(
                            "io.sluice.trino.catalog." + catalogName,
                            binder -> ConfigBinder.configBinder(binder).bindConfig(SluiceConfig.class))
                    .doNotInitializeLogging()
                    .disableSystemProperties()
                    .setRequiredConfigurationProperties(settings)
                    .initialize()
                    .getInstance(SluiceConfig.class);
            LakeUri uri = LakeUri.parse(config.getLake());
            return new SluiceConnector(
                    catalogName, Lake.open(uri, OpenMode.CREATE_IF_MISSING), InstantSource.system(), config, context);
        }
    }

    /** Interfaces of another version fail in the midst of a query, so the catalog does not even start there. */
    static void requireVersion(String running) {
        if (!running.equals(TRINO_VERSION)) {
            throw new TrinoException(
                    StandardErrorCode.CONFIGURATION_INVALID,
                    "this Sluice plugin is for Trino %s, and the server is Trino %s: install the plugin that is made for it"
                            .formatted(TRINO_VERSION, running));
        }
    }
}
