package io.sluice.compat.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Starts processes that ingest, several at a time, and kills each at a moment that is uniform over the time that such a
 * process takes when nobody kills it.
 */
final class KillLoop {
    private static final int AT_A_TIME = 3;
    private static final int COMMAND_EVERY = 5;
    private static final int FRESH = 2;
    private static final int AGAIN = 1;
    private static final long PATIENCE_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Deliveries deliveries;
    private final Program feeder;
    private final Program command;
    private final Path scratch;
    private final SplittableRandom seeds = new SplittableRandom(42);
    private final AtomicInteger kills = new AtomicInteger();
    private final Map<String, Integer> killsByPhase = Collections.synchronizedMap(new TreeMap<>());

    /**
     * A kind of process that ingests files.
     *
     * @param phase says what it was doing when it was killed
     */
    record Program(Function<List<Path>, ProcessBuilder> ingest, Function<Victim, String> phase) {}

    KillLoop(Deliveries deliveries, Program feeder, Program command, Path scratch) {
        this.deliveries = deliveries;
        this.feeder = feeder;
        this.command = command;
        this.scratch = scratch;
    }

    /** Goes on until that many processes were killed; returns how many were killed at what. */
    Map<String, Integer> run(int wanted) throws Exception {
        long feederMicros = undisturbed(feeder);
        long commandMicros = undisturbed(command);
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Callable<Void>> slots = new ArrayList<>();
            for (int slot = 0; slot < AT_A_TIME; slot++) {
                SplittableRandom random = seeds.split();
                slots.add(() -> slot(wanted, random, feederMicros, commandMicros));
            }
            for (Future<Void> slot : pool.invokeAll(slots)) {
                slot.get();
            }
        } finally {
            pool.shutdown();
        }
        return new TreeMap<>(killsByPhase);
    }

    private long undisturbed(Program program) throws Exception {
        long begin = System.nanoTime();
        List<Path> files = deliveries.next(FRESH, AGAIN);
        end(Victim.run(program.ingest().apply(files), scratch, PATIENCE_MICROS), files, program);
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
    }

    private Void slot(int wanted, SplittableRandom random, long feederMicros, long commandMicros) throws Exception {
        for (int turn = 1; kills.get() < wanted; turn++) {
            boolean shipped = turn % COMMAND_EVERY == 0;
            // Several at a time share the processors, so each takes longer than when it was timed.
            long micros = random.nextLong((shipped ? commandMicros : feederMicros) * AT_A_TIME * 2 / 3);
            List<Path> files = deliveries.next(shipped ? 1 : FRESH, AGAIN);
            Program program = shipped ? command : feeder;
            end(Victim.run(program.ingest().apply(files), scratch, micros), files, program);
        }
        return null;
    }

    /** Notes what a process has acknowledged. One that failed without being killed fails the loop. */
    private void end(Victim victim, List<Path> files, Program program) throws IOException {
        if (!victim.killed() && victim.exitCode() != 0) {
            throw new IOException("a process failed with %d: %s".formatted(victim.exitCode(), victim.errors()));
        }
        victim.in().forEach(deliveries::acknowledge);
        if (!victim.killed()) {
            files.forEach(deliveries::acknowledge);
        } else {
            kills.incrementAndGet();
            killsByPhase.merge(program.phase().apply(victim), 1, Integer::sum);
        }
    }
}
