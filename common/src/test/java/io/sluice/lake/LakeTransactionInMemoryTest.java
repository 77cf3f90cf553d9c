package io.sluice.lake;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.Storage;
import java.time.InstantSource;

final class LakeTransactionInMemoryTest extends LakeTransactionContract {
    @Override
    protected Catalog catalog() {
        return new MemoryCatalog();
    }

    @Override
    protected Storage storage() {
        return new MemoryStorage(InstantSource.system());
    }

    @Override
    protected String warehouse() {
        return "/lake";
    }
}
