package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class FaultyStorageTest extends StorageContract {
    private final FaultyStorage storage = new FaultyStorage(new MemoryStorage(InstantSource.system()));

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected String folder() {
        return "/lake";
    }

    @Test
    void aRefusedCallDoesNothing() {
        storage.inject((call, location) -> FaultyStorage.Effect.REFUSE);
        assertThatThrownBy(() -> storage.create(at("a"), new byte[1])).isInstanceOf(SluiceException.class);

        storage.inject(FaultyStorage.Faults.NONE);
        assertThat(storage.stat(at("a"))).isEmpty();
        assertThat(storage.count(FaultyStorage.Call.CREATE)).isEqualTo(1);
    }

    @Test
    void aCallWhoseReplyIsLostIsDone() {
        storage.inject((call, location) -> FaultyStorage.Effect.LOSE_REPLY);
        assertThatThrownBy(() -> storage.create(at("a"), new byte[1])).isInstanceOf(SluiceException.class);

        storage.inject(FaultyStorage.Faults.NONE);
        assertThat(storage.stat(at("a"))).isPresent();
    }
}
