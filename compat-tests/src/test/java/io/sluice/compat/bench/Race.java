package io.sluice.compat.bench;

import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Twenty writers, eight at a time, each with a file of its own for one table. Nobody tries twice. */
final class Race implements Benchmark {
    private static final int WRITERS = 20;
    private static final int AT_A_TIME = 8;
    private static final int ROWS = 5_000;

    @Override
    public String name() {
        return "race";
    }

    @Override
    public List<Finding> run(Bench bench) throws Exception {
        List<Finding> findings = new ArrayList<>();
        findings.add(processes(bench, "in 8 processes, the table is there", true));
        findings.add(processes(bench, "in 8 processes, all find no lake and no table", false));
        findings.add(threads(bench));
        return findings;
    }

    private static Finding processes(Bench bench, String how, boolean tableIsThere) throws Exception {
        Path folder = bench.emptyFolder("race");
        Path lake = folder.resolve("lake");
        if (tableIsThere) {
            ingest(bench, lake, file(folder, WRITERS)).requireSuccess();
        }
        return race(
                bench, how, writer -> ingest(bench, lake, file(folder, writer)).exitCode() == 0);
    }

    private static Finding threads(Bench bench) throws Exception {
        Path folder = bench.emptyFolder("race");
        try (EmbeddedIngest ingest = EmbeddedIngest.open(folder.resolve("lake"), "shop.orders")) {
            ingest.ingest(file(folder, WRITERS));
            return race(bench, "in 8 threads of one process", writer -> {
                ingest.ingest(file(folder, writer));
                return true;
            });
        }
    }

    private static Path file(Path folder, int writer) throws IOException {
        Path csv = folder.resolve("delivery-" + writer + ".csv");
        OrdersCsv.write(csv, (long) writer * ROWS, ROWS);
        return csv;
    }

    private static ProcessRun ingest(Bench bench, Path lake, Path csv) {
        return ProcessRun.of(bench.shipped()
                .sluice("ingest", csv.toString(), "--into", "shop.orders", "--lake", lake.toString(), "--quiet"));
    }

    /** One writer; true if it was told that it had committed. */
    private interface Writer {
        boolean write(int number) throws Exception;
    }

    private static Finding race(Bench bench, String how, Writer writer) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            long begin = System.nanoTime();
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                int which = number;
                writers.add(() -> writer.write(which));
            }
            int committed = 0;
            for (Future<Boolean> outcome : pool.invokeAll(writers)) {
                try {
                    committed += outcome.get() ? 1 : 0;
                } catch (java.util.concurrent.ExecutionException failed) {
                    bench.say("a writer failed: %s".formatted(failed.getCause()));
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return Finding.judged(
                    "20 writers, 8 at a time, one table, " + how,
                    "%d of %d, in %.1f s".formatted(committed, WRITERS, seconds),
                    "20 of 20",
                    committed == WRITERS);
        } finally {
            pool.shutdown();
        }
    }
}
