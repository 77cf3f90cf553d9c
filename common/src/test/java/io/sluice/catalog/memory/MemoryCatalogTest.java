package io.sluice.catalog.memory;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class MemoryCatalogTest extends CatalogContract {
    private final Map<String, Catalog> catalogs = new ConcurrentHashMap<>();

    @Override
    protected Catalog open(String name) {
        return catalogs.computeIfAbsent(name, unknown -> new MemoryCatalog());
    }
}
