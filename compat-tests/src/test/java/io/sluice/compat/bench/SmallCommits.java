package io.sluice.compat.bench;

import io.sluice.compat.bench.program.CommitLoop;
import io.sluice.compat.bench.program.Events;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.OpenLake;
import io.sluice.lake.Lake;
import io.sluice.table.TableVersion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Eight warm writers append to one table as fast as they can: threads of one process, and processes. */
final class SmallCommits implements Benchmark {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 2;
    private static final int SECONDS = 4;
    private static final double MIN_SQLITE = 500;
    private static final double MIN_POSTGRES = 300;

    @Override
    public String name() {
        return "commits";
    }

    @Override
    public List<Finding> run(Bench bench) throws Exception {
        List<Finding> findings = new ArrayList<>();
        measure(bench, new Store("SQLite", folder -> folder.resolve("lake").toString()), MIN_SQLITE, findings);
        for (String sync : List.of("on", "off")) {
            try (EmbeddedPostgres server = postgres(bench, sync)) {
                String address = "postgresql://postgres@127.0.0.1:" + server.getPort() + "/";
                String label = "PostgreSQL" + (sync.equals("on") ? "" : " with fsync=off");
                Store store = new Store(
                        label, folder -> address + newDatabase(server) + "?warehouse=" + folder.resolve("lake"));
                measure(bench, store, sync.equals("on") ? MIN_POSTGRES : 0, findings);
            }
        }
        return findings;
    }

    private static EmbeddedPostgres postgres(Bench bench, String sync) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(bench.emptyFolder("postgres"))
                .setServerConfig("fsync", sync)
                .setServerConfig("synchronous_commit", sync)
                .setServerConfig("full_page_writes", sync)
                .start();
    }

    private static String newDatabase(EmbeddedPostgres server) throws SQLException {
        String name = "lake" + System.nanoTime();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    /** A kind of catalog. */
    private record Store(String name, NewLake newLake) {}

    /** Gives the address of a lake that is not there yet. */
    private interface NewLake {
        String in(Path folder) throws Exception;
    }

    private static void measure(Bench bench, Store store, double target, List<Finding> findings) throws Exception {
        Samples threads = new Samples();
        Samples processes = new Samples();
        Samples bare = new Samples();
        String published = "";
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = bench.emptyFolder("commits");
            published = race(bench, store.newLake().in(folder), 1, WRITERS, threads);
            bare.add(BareCommits.perSecond(bench.emptyFolder("bare"), SECONDS));
            published += "; " + race(bench, store.newLake().in(bench.emptyFolder("commits")), WRITERS, 1, processes);
            bench.say("%s: threads %s, processes %s, bare %s, %s"
                    .formatted(
                            store.name(),
                            threads.text("%.0f", "/s"),
                            processes.text("%.0f", "/s"),
                            bare.text("%.0f", "/s"),
                            published));
        }
        String ceiling = "bare loop " + bare.text("%.0f", "/s");
        findings.add(line(store.name() + ", 8 threads", threads, bare, ceiling, target));
        findings.add(line(store.name() + ", 8 processes", processes, bare, ceiling, target));
        findings.add(Finding.of(store.name() + ", log behind the catalog at the end (threads; processes)", published));
    }

    private static Finding line(String how, Samples ours, Samples bare, String ceiling, double target) {
        String what = "small commits to one table, " + how;
        double ratio = ours.median() / bare.median();
        return target == 0
                ? Finding.beside(what, ours.text("%.0f", "/s"), ceiling, ratio)
                : Finding.judged(
                        what,
                        ours.text("%.0f", "/s"),
                        ceiling,
                        ratio,
                        "≥ %.0f/s".formatted(target),
                        ours.median() >= target);
    }

    /** Runs the writers once; returns how far the published log is behind. */
    private static String race(Bench bench, String lake, int processes, int threads, Samples perSecond)
            throws Exception {
        try (Lake made = OpenLake.at(lake)) {
            Events.create(made, List.of());
        }
        FastProgram program = bench.program(CommitLoop.class, bench.shipped().jars());
        List<Writer> writers = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            writers.add(new Writer(program.command(
                    lake, Integer.toString(threads), Integer.toString(4000 / processes / threads), SECONDS + "")));
        }
        for (Writer writer : writers) {
            writer.awaitReady();
        }
        writers.forEach(Writer::start);
        long committed = 0;
        for (Writer writer : writers) {
            committed += writer.committed();
        }
        perSecond.add(committed / (double) SECONDS);
        return behind(lake);
    }

    private static String behind(String lake) throws IOException {
        try (Lake opened = OpenLake.at(lake)) {
            var table = opened.catalog().table(Events.NAME).orElseThrow();
            TableVersion last = opened.catalog()
                    .tip(table.id(), TableVersion.FIRST)
                    .orElseThrow()
                    .version();
            try (Stream<Path> files = Files.list(Path.of(table.location(), "_delta_log"))) {
                long published = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d{20}\\.json"))
                        .count();
                return "%d of %d versions behind".formatted(last.number() + 1 - published, last.number() + 1);
            }
        }
    }
}
