package io.sluice.storage;

import java.time.InstantSource;

final class MemoryStorageTest extends StorageContract {
    private final Storage storage = new MemoryStorage(InstantSource.system());

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected String folder() {
        return "/lake";
    }
}
