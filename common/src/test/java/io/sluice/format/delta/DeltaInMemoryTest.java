package io.sluice.format.delta;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.Storage;
import java.time.InstantSource;

final class DeltaInMemoryTest extends DeltaContract {
    @Override
    protected Catalog catalog(String name) {
        return new MemoryCatalog();
    }

    @Override
    protected Storage storage() {
        return new MemoryStorage(InstantSource.system());
    }

    @Override
    protected String folder() {
        return "/lake";
    }
}
