package io.sluice.catalog.memory;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class MemoryMultiTableTest extends MultiTableContract {
    private final Map<String, Catalog> catalogs = new ConcurrentHashMap<>();

    @Override
    protected Catalog open(String name) {
        return catalogs.computeIfAbsent(name, unknown -> new MemoryCatalog());
    }
}
