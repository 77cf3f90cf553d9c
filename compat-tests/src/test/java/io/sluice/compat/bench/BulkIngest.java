package io.sluice.compat.bench;

import io.sluice.compat.bench.program.BareCopy;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One CSV file of ten million rows, with all the memory it likes and with little. */
final class BulkIngest implements Benchmark {
    private static final int ROWS = 10_000_000;
    private static final int ROUNDS = 3;
    private static final double MIN_RATIO = 0.9;
    private static final double MAX_MEBIBYTES = 512;
    private static final String LITTLE = "256MB";

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException {
        Path csv = bench.orders(ROWS);
        Path folder = bench.emptyFolder("bulk");
        FastProgram copy = bench.program(BareCopy.class, List.of(bench.shipped().jar("duckdb_jdbc")))
                .rehearse(
                        bench.orders(1000).toString(),
                        folder.resolve("copy.parquet").toString(),
                        "-");
        Round plenty = new Round(bench, folder, csv, copy, "-");
        Round little = new Round(bench, folder, csv, copy, LITTLE);
        for (int round = 0; round < ROUNDS; round++) {
            plenty.run();
            little.run();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(plenty.speed(
                "CSV (%,d rows, %.0f MB), rows a second".formatted(ROWS, Files.size(csv) / 1e6), "≥ 0.9 ×"));
        findings.add(plenty.memory("", true));
        findings.add(little.speed("the same with --memory " + LITTLE, ""));
        findings.add(little.memory("≤ 512 MiB", false));
        return findings;
    }

    /** Sluice and the peer in turns, under one memory limit. */
    private static final class Round {
        private final Bench bench;
        private final Path folder;
        private final Path csv;
        private final FastProgram copy;
        private final String memory;
        private final Samples ours = new Samples();
        private final Samples theirs = new Samples();
        private final Samples resident = new Samples();
        private final Samples theirResident = new Samples();
        private int rounds;

        Round(Bench bench, Path folder, Path csv, FastProgram copy, String memory) {
            this.bench = bench;
            this.folder = folder;
            this.csv = csv;
            this.copy = copy;
            this.memory = memory;
        }

        void run() throws IOException {
            Path lake = folder.resolve("lake" + memory + rounds++);
            ProcessRun sluice =
                    ProcessRun.of(bench.shipped().sluice(arguments(lake))).requireSuccess();
            ProcessRun bare = ProcessRun.of(copy.command(
                            csv.toString(), folder.resolve("copy.parquet").toString(), memory))
                    .requireSuccess();
            ours.add(ROWS / sluice.seconds() / 1e6);
            theirs.add(ROWS / bare.seconds() / 1e6);
            resident.add(sluice.peakResidentMebibytes());
            theirResident.add(bare.peakResidentMebibytes());
            bench.say("memory %s: sluice %.2f s %.0f MiB %d ms cpu, bare %.2f s %.0f MiB %d ms cpu"
                    .formatted(
                            memory,
                            sluice.seconds(),
                            sluice.peakResidentMebibytes(),
                            sluice.cpuMillis(),
                            bare.seconds(),
                            bare.peakResidentMebibytes(),
                            bare.cpuMillis()));
            Bench.delete(lake);
        }

        private String[] arguments(Path lake) {
            List<String> arguments = new ArrayList<>(
                    List.of("ingest", csv.toString(), "--into", "shop.orders", "--lake", lake.toString(), "--quiet"));
            if (!memory.equals("-")) {
                arguments.addAll(List.of("--memory", memory));
            }
            return arguments.toArray(String[]::new);
        }

        Finding speed(String what, String target) {
            double ratio = ours.pairedRatio(theirs);
            String peer = "bare DuckDB copy " + theirs.text("%.2f", "M rows/s");
            String own = ours.text("%.2f", "M rows/s");
            return target.isEmpty()
                    ? Finding.beside(what, own, peer, ratio)
                    : Finding.judged(what, own, peer, ratio, target, ratio >= MIN_RATIO);
        }

        Finding memory(String target, boolean free) {
            double ratio = resident.pairedRatio(theirResident);
            String what = (free ? "the same" : "the same with --memory " + LITTLE) + ", peak memory of the process";
            String peer = "bare DuckDB copy " + theirResident.text("%.0f", "MiB");
            String own = resident.text("%.0f", "MiB");
            return free
                    ? Finding.beside(what, own, peer, ratio)
                    : Finding.judged(what, own, peer, ratio, target, resident.max() <= MAX_MEBIBYTES);
        }
    }
}
