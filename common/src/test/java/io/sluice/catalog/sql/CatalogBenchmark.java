package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.Proposals;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.SourceFile;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many commits a catalog takes at one table, without a format: turn, tip, ratify with 2 kB of content and one
 * source. Run its {@code main} with the test class path: {@code sqlite FOLDER THREADS PROCESSES SECONDS LEDGER}, or
 * {@code postgres -} in place of the first two; LEDGER is how many sources the table has before.
 */
final class CatalogBenchmark {
    private static final TableName TABLE = TableName.of("bench", "commits");
    private static final byte[] CONTENT = new byte[2000];
    private static final int LOADED_AT_A_TIME = 100_000;

    private CatalogBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String kind = arguments[0];
        int threads = Integer.parseInt(arguments[2]);
        int processes = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        if (kind.equals("postgres")) {
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .start()) {
                measure("port:" + server.getPort(), threads, processes, seconds, arguments[5]);
            }
        } else if (kind.equals("join")) {
            try (Catalog catalog = open(arguments[1])) {
                System.out.println(commitFor(catalog, threads, seconds));
            }
        } else {
            Files.createDirectories(Path.of(arguments[1]));
            String place =
                    Files.createTempDirectory(Path.of(arguments[1]), "bench").toString();
            measure(place, threads, processes, seconds, arguments[5]);
        }
    }

    private static void measure(String place, int threads, int processes, int seconds, String ledger) throws Exception {
        try (Catalog catalog = open(place)) {
            prepare(catalog, Integer.parseInt(ledger));
            commitFor(catalog, threads, Math.max(1, seconds / 3));
            long before = lastVersion(catalog);
            long start = System.nanoTime();
            long busy = processorNanos();
            if (processes == 1) {
                commitFor(catalog, threads, seconds);
            } else {
                join(place, threads, processes, seconds);
            }
            double elapsed = (System.nanoTime() - start) / 1e9;
            long landed = lastVersion(catalog) - before;
            System.out.printf(
                    "%d processes x %d threads, ledger %s: %d commits in %.1f s, %.0f/s, processor %.3f ms each%n",
                    processes,
                    threads,
                    ledger,
                    landed,
                    elapsed,
                    landed / elapsed,
                    (processorNanos() - busy) / 1e6 / landed);
        }
    }

    /** What this process has used; on a busy machine it tells more than the clock. */
    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static Catalog open(String place) {
        if (place.startsWith("port:")) {
            int port = Integer.parseInt(place.substring(5));
            return PostgresCatalogs.open(
                    new PostgresCatalogs.Address("127.0.0.1", port, "postgres", "postgres"),
                    OpenMode.CREATE_IF_MISSING,
                    Map.of());
        }
        return SqliteCatalogs.open(Path.of(place), OpenMode.CREATE_IF_MISSING);
    }

    private static void prepare(Catalog catalog, int ledger) {
        CatalogTable table = Proposals.newTable("bench", TABLE.table());
        catalog.create(table, Proposals.first());
        for (int loaded = 0; loaded < ledger; loaded += LOADED_AT_A_TIME) {
            List<SourceFile> sources = new ArrayList<>();
            for (int i = 0; i < Math.min(LOADED_AT_A_TIME, ledger - loaded); i++) {
                sources.add(Proposals.source("bucket/landing/2026/day/file-%09d.csv".formatted(loaded + i)));
            }
            Proposal load = Proposals.append(lastVersion(catalog) + 1, sources);
            catalog.ratify(table.id(), load, Optional.empty());
        }
    }

    private static long lastVersion(Catalog catalog) {
        CatalogTable table = catalog.table(TABLE).orElseThrow();
        return catalog.tip(table.id(), Proposals.version(Long.MAX_VALUE - 1))
                .orElseThrow()
                .version()
                .number();
    }

    /** Starts further processes that commit for a while each; their start counts. */
    private static void join(String place, int threads, int processes, int seconds)
            throws IOException, InterruptedException {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            started.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CatalogBenchmark.class.getName(),
                            "join",
                            place,
                            Integer.toString(threads),
                            "1",
                            Integer.toString(seconds))
                    .inheritIO()
                    .start());
        }
        for (Process process : started) {
            process.waitFor();
        }
    }

    private static long commitFor(Catalog catalog, int threads, int seconds) throws Exception {
        CatalogTable table = catalog.table(TABLE).orElseThrow();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        AtomicLong commits = new AtomicLong();
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(writers.submit(() -> {
                TableVersion base = TableVersion.FIRST;
                while (System.nanoTime() < deadline) {
                    base = commit(catalog, table, base);
                    commits.incrementAndGet();
                }
            }));
        }
        writers.shutdown();
        for (Future<?> writer : running) {
            writer.get();
        }
        return commits.get();
    }

    private static TableVersion commit(Catalog catalog, CatalogTable table, TableVersion base) {
        while (true) {
            try (Turn turn = catalog.takeTurn(table.id())) {
                requireNonNull(turn, "turn");
                TableVersion last = catalog.tip(table.id(), base).orElseThrow().version();
                Proposal append = Proposals.withContent(
                        Proposals.append(last.number() + 1, Proposals.source(UUID.randomUUID() + ".csv")),
                        new Inline(CONTENT));
                if (catalog.ratify(table.id(), append, Optional.of(last)) instanceof Ratified) {
                    return append.version();
                }
            }
        }
    }
}
