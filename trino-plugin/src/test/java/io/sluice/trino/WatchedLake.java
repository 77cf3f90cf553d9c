package io.sluice.trino;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.storage.LocalStorage;
import io.trino.spi.Plugin;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The connector {@code watched} over a lake, with a clock that tests set and a catalog that tells who calls it. */
final class WatchedLake implements Plugin, ConnectorFactory {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** Runs once, before the next commit is offered to the catalog. */
    final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(() -> {});

    private final LakeUri uri;

    WatchedLake(Path folder) {
        uri = LakeUri.parse(folder.toString());
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories() {
        return List.of(this);
    }

    @Override
    public String getName() {
        return "watched";
    }

    @Override
    public Connector create(String catalogName, Map<String, String> settings, ConnectorContext context) {
        Lake lake = new Lake(
                watched(uri.openCatalog(OpenMode.CREATE_IF_MISSING)),
                new LocalStorage(),
                uri.warehouse(),
                DeltaFormat.system(),
                new Committer(RetryPolicy.DEFAULT, Pacing.system()));
        return new SluiceConnector(catalogName, lake, now::get, new SluiceConfig(), context);
    }

    private Catalog watched(Catalog catalog) {
        return (Catalog) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Catalog.class, MultiTableCommit.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() != Object.class) {
                        calls.add(method.getName());
                    }
                    if (method.getName().startsWith("ratify")) {
                        beforeCommit.getAndSet(() -> {}).run();
                    }
                    try {
                        return method.invoke(catalog, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
