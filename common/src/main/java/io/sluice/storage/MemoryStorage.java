package io.sluice.storage;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in this process: what a storage does, said as plainly as possible. */
public final class MemoryStorage implements Storage {
    private final NavigableMap<String, Stored> files = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    public MemoryStorage(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Stored(byte[] content, long modifiedMillis) {
        StoredFile at(String location) {
            return new StoredFile(location, content.length, modifiedMillis);
        }
    }

    @Override
    public Optional<byte[]> read(String location) {
        return Optional.ofNullable(files.get(location))
                .map(file -> file.content().clone());
    }

    @Override
    public Optional<StoredFile> stat(String location) {
        return Optional.ofNullable(files.get(location)).map(file -> file.at(location));
    }

    @Override
    public Creation create(String location, byte[] content) {
        return files.putIfAbsent(location, stored(content)) == null ? Creation.CREATED : Creation.EXISTS;
    }

    @Override
    public Creation copy(String from, String to) {
        byte[] content = read(from)
                .orElseThrow(() -> SluiceException.external(
                        "cannot copy %s to %s: the file to copy is not there".formatted(from, to), null));
        return create(to, content);
    }

    @Override
    public StoredFile write(String location, byte[] content) {
        Stored file = stored(content);
        files.put(location, file);
        return file.at(location);
    }

    @Override
    public List<StoredFile> list(String folder) {
        String prefix = folder + "/";
        List<StoredFile> found = new ArrayList<>();
        files.tailMap(prefix).forEach((location, file) -> {
            if (location.startsWith(prefix) && location.indexOf('/', prefix.length()) < 0) {
                found.add(file.at(location));
            }
        });
        return found;
    }

    @Override
    public List<StoredFile> listAll(String folder) {
        String prefix = folder + "/";
        List<StoredFile> found = new ArrayList<>();
        files.tailMap(prefix).forEach((location, file) -> {
            if (location.startsWith(prefix)) {
                found.add(file.at(location));
            }
        });
        return found;
    }

    @Override
    public Optional<byte[]> read(String location, long offset, int length) {
        return read(location).map(content -> {
            int from = (int) Math.min(offset, content.length);
            return Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
        });
    }

    @Override
    public void delete(String location) {
        files.remove(location);
    }

    private Stored stored(byte[] content) {
        return new Stored(content.clone(), clock.millis());
    }
}
