package io.sluice.compat.bench.program;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.process.OpenLake;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writers that append one file after the other. They warm up, print {@code ready}, wait for a line, append for the
 * given time, and print {@code done}, how many commits landed, how many did not, and the slowest one in milliseconds.
 * Arguments: lake, threads, commits of the warm-up, seconds.
 */
public final class CommitLoop {
    private final Lake lake;
    private final FormatTable table;

    private CommitLoop(Lake lake) {
        this.lake = lake;
        this.table = lake.table(Events.NAME);
    }

    /** What one writer did. */
    private record Done(int committed, int other, long slowestNanos) {}

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[1]);
        int warmUp = Integer.parseInt(arguments[2]);
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Lake lake = OpenLake.at(arguments[0])) {
            CommitLoop loop = new CommitLoop(lake);
            inAllThreads(pool, threads, () -> loop.append(warmUp, Long.MAX_VALUE));
            awaitStart();
            long end = System.nanoTime() + nanos;
            List<Done> all = inAllThreads(pool, threads, () -> loop.append(Integer.MAX_VALUE, end));
            System.out.printf(
                    "done %d %d %d%n",
                    all.stream().mapToInt(Done::committed).sum(),
                    all.stream().mapToInt(Done::other).sum(),
                    TimeUnit.NANOSECONDS.toMillis(
                            all.stream().mapToLong(Done::slowestNanos).max().orElse(0)));
        } finally {
            pool.shutdown();
        }
    }

    private static void awaitStart() throws IOException {
        System.out.println("ready");
        System.out.flush();
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private static List<Done> inAllThreads(ExecutorService pool, int threads, Callable<Done> work) throws Exception {
        List<Callable<Done>> copies = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            copies.add(work);
        }
        List<Done> all = new ArrayList<>();
        for (Future<Done> done : pool.invokeAll(copies)) {
            all.add(done.get());
        }
        return all;
    }

    private Done append(int commits, long end) {
        int committed = 0;
        int other = 0;
        long slowest = 0;
        for (int number = 0; number < commits; number++) {
            long begin = System.nanoTime();
            if (end != Long.MAX_VALUE && begin >= end) {
                break;
            }
            var version = table.current().version();
            if (lake.commit(table, Events.append(version, List.of(Events.file(number)))) instanceof Committed) {
                committed++;
            } else {
                other++;
            }
            slowest = Math.max(slowest, System.nanoTime() - begin);
        }
        return new Done(committed, other, slowest);
    }
}
