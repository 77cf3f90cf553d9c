package io.sluice.duckdb;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a session may use.
 *
 * @param threads worker threads; one per processor if empty
 * @param processMemoryBytes what the whole process may use, the Java part included; half of the machine's if empty
 * @param temporaryFolder where the engine spills; a folder of its own below the system's temporary folder if empty
 */
public record DuckDbSettings(OptionalInt threads, OptionalLong processMemoryBytes, Optional<Path> temporaryFolder) {
    public static final DuckDbSettings DEFAULT =
            new DuckDbSettings(OptionalInt.empty(), OptionalLong.empty(), Optional.empty());

    /** What the JVM and buffers outside the engine's accounting need beside its limit. */
    private static final long BESIDE_ENGINE_BYTES = 128L << 20;

    private static final long SMALLEST_LIMIT_BYTES = 96L << 20;

    public DuckDbSettings {
        requireNonNull(temporaryFolder, "temporaryFolder");
        if (threads.isPresent() && threads.getAsInt() < 1) {
            throw new IllegalArgumentException("a session has at least one thread");
        }
    }

    int threadCount() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }

    /** The engine's own limit in bytes, if the process has one. */
    OptionalLong engineMemoryBytes() {
        if (processMemoryBytes.isEmpty()) {
            return OptionalLong.empty();
        }
        long process = processMemoryBytes.getAsLong();
        return OptionalLong.of(Math.max(SMALLEST_LIMIT_BYTES, process - BESIDE_ENGINE_BYTES));
    }
}
