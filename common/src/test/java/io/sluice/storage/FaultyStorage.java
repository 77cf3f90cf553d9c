package io.sluice.storage;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A storage that fails where a test wants it to, and counts its calls. Safe for use by several threads. */
public final class FaultyStorage implements Storage {
    /** What is called. */
    public enum Call {
        READ,
        STAT,
        CREATE,
        COPY,
        WRITE,
        LIST,
        DELETE
    }

    /** What becomes of a call. */
    public enum Effect {
        PASS,
        /** Fails before anything is done. */
        REFUSE,
        /** Is done, and fails nevertheless. */
        LOSE_REPLY
    }

    /** Decides on each call. */
    @FunctionalInterface
    public interface Faults {
        Faults NONE = (call, location) -> Effect.PASS;

        Effect effect(Call call, String location);
    }

    private final Storage storage;
    private final Map<Call, AtomicLong> calls = new ConcurrentHashMap<>();
    private volatile Faults faults = Faults.NONE;

    public FaultyStorage(Storage storage) {
        this.storage = requireNonNull(storage, "storage");
    }

    /** From now on these faults happen. */
    public void inject(Faults newFaults) {
        faults = requireNonNull(newFaults, "newFaults");
    }

    /** How often something was called, failed calls included. */
    public long count(Call call) {
        AtomicLong count = calls.get(call);
        return count == null ? 0 : count.get();
    }

    @Override
    public Optional<byte[]> read(String location) {
        return faulty(Call.READ, location, () -> storage.read(location));
    }

    @Override
    public Optional<StoredFile> stat(String location) {
        return faulty(Call.STAT, location, () -> storage.stat(location));
    }

    @Override
    public Creation create(String location, byte[] content) {
        return faulty(Call.CREATE, location, () -> storage.create(location, content));
    }

    @Override
    public Creation copy(String from, String to) {
        return faulty(Call.COPY, to, () -> storage.copy(from, to));
    }

    @Override
    public StoredFile write(String location, byte[] content) {
        return faulty(Call.WRITE, location, () -> storage.write(location, content));
    }

    @Override
    public StoredFile writeExpendable(String location, byte[] content) {
        return faulty(Call.WRITE, location, () -> storage.writeExpendable(location, content));
    }

    @Override
    public List<StoredFile> list(String folder) {
        return faulty(Call.LIST, folder, () -> storage.list(folder));
    }

    @Override
    public List<StoredFile> listAll(String folder) {
        return faulty(Call.LIST, folder, () -> storage.listAll(folder));
    }

    @Override
    public Optional<byte[]> read(String location, long offset, int length) {
        return faulty(Call.READ, location, () -> storage.read(location, offset, length));
    }

    @Override
    public void delete(String location) {
        faulty(Call.DELETE, location, () -> {
            storage.delete(location);
            return null;
        });
    }

    private <T> T faulty(Call call, String location, Supplier<T> action) {
        calls.computeIfAbsent(call, key -> new AtomicLong()).incrementAndGet();
        Effect effect = faults.effect(call, location);
        if (effect == Effect.REFUSE) {
            throw SluiceException.external("injected: %s of %s is refused".formatted(call, location), null);
        }
        T result = action.get();
        if (effect == Effect.LOSE_REPLY) {
            throw SluiceException.external("injected: the reply to %s of %s is lost".formatted(call, location), null);
        }
        return result;
    }
}
