package io.sluice.compat.bench;

import io.sluice.compat.bench.program.BareCopy;
import io.sluice.compat.bench.program.SparkIngest;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One CSV file of 250,000 rows becomes a committed version, by a process that starts for it. */
final class ColdIngest implements Benchmark {
    private static final int ROWS = 250_000;
    private static final int ROUNDS = 11;
    private static final int SPARK_ROUNDS = 2;
    private static final double MAX_RATIO = 1.5;
    private static final double MAX_MEBIBYTES = 350;
    private static final double MIN_SPARK_RATIO = 20;

    private final Samples sluice = new Samples();
    private final Samples sluiceNewLake = new Samples();
    private final Samples resident = new Samples();
    private final Samples bare = new Samples();
    private final Samples bareResident = new Samples();
    private final Samples stock = new Samples();

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException {
        Path csv = bench.orders(ROWS);
        Path folder = bench.emptyFolder("cold");
        Path lake = folder.resolve("lake");
        FastProgram copy = bench.program(BareCopy.class, List.of(bench.shipped().jar("duckdb_jdbc")))
                .rehearse(csv.toString(), folder.resolve("rehearsal.parquet").toString(), "-");
        ingest(bench, lake, link(csv, folder, "first"));
        for (int round = 0; round < ROUNDS; round++) {
            ProcessRun ours = ingest(bench, lake, link(csv, folder, "delivery-" + round));
            ProcessRun theirs = ProcessRun.of(copy.command(
                            csv.toString(), folder.resolve("copy.parquet").toString(), "-"))
                    .requireSuccess();
            ProcessRun fresh = ingest(bench, folder.resolve("lake-" + round), csv);
            ProcessRun naive =
                    ProcessRun.of(stockJar(csv, folder.resolve("copy.parquet"))).requireSuccess();
            sluice.add(ours.seconds());
            sluiceNewLake.add(fresh.seconds());
            resident.add(ours.peakResidentMebibytes());
            bare.add(theirs.seconds());
            bareResident.add(theirs.peakResidentMebibytes());
            stock.add(naive.seconds());
            bench.say("round %d: sluice %.3f s, cpu %d ms, bare %.3f s, cpu %d ms"
                    .formatted(round, ours.seconds(), ours.cpuMillis(), theirs.seconds(), theirs.cpuMillis()));
        }
        Samples spark = spark(bench, csv, folder);
        return findings(Files.size(csv), spark);
    }

    private static ProcessRun ingest(Bench bench, Path lake, Path csv) {
        return ProcessRun.of(bench.shipped()
                        .sluice(
                                "ingest",
                                csv.toString(),
                                "--into",
                                "shop.orders",
                                "--lake",
                                lake.toString(),
                                "--quiet"))
                .requireSuccess();
    }

    /** The same content under a new name is a new source. */
    private static Path link(Path csv, Path folder, String name) throws IOException {
        return Files.createLink(folder.resolve(name + ".csv"), csv);
    }

    /** As somebody starts who has added the driver to a program and nothing else. */
    static ProcessBuilder stockJar(Path csv, Path parquet) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareCopy.class.getName(),
                csv.toString(),
                parquet.toString(),
                "-");
    }

    private static Samples spark(Bench bench, Path csv, Path folder) {
        Samples spark = new Samples();
        for (int round = 0; round < SPARK_ROUNDS; round++) {
            ProcessRun run = ProcessRun.of(SparkProcess.command(
                            SparkIngest.class,
                            csv.toString(),
                            folder.resolve("spark-" + round).toString()))
                    .requireSuccess();
            spark.add(run.seconds());
            bench.say("delta-spark %.1f s, %.0f MiB".formatted(run.seconds(), run.peakResidentMebibytes()));
        }
        return spark;
    }

    private List<Finding> findings(long bytes, Samples spark) {
        double ratio = sluice.pairedRatio(bare);
        double sparkRatio = spark.median() / sluice.median();
        String size = "%,d rows, %.0f MB".formatted(ROWS, bytes / 1e6);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.judged(
                "CSV (" + size + ") to a committed version, cold process",
                sluice.text("%.3f", "s"),
                "bare DuckDB copy " + bare.text("%.3f", "s"),
                ratio,
                "≤ 1.5 ×",
                ratio <= MAX_RATIO));
        findings.add(Finding.judged(
                "the same, faster than delta-spark",
                sluice.text("%.3f", "s"),
                "delta-spark, cold " + spark.text("%.1f", "s"),
                sparkRatio,
                "≥ 20 ×",
                sparkRatio >= MIN_SPARK_RATIO));
        findings.add(Finding.judged(
                "the same, peak memory of the process",
                resident.text("%.0f", "MiB"),
                "bare DuckDB copy " + bareResident.text("%.0f", "MiB"),
                resident.pairedRatio(bareResident),
                "≤ 350 MiB",
                resident.max() <= MAX_MEBIBYTES));
        findings.add(Finding.beside(
                "the same into a lake that does not exist yet",
                sluiceNewLake.text("%.3f", "s"),
                "bare DuckDB copy " + bare.text("%.3f", "s"),
                sluiceNewLake.pairedRatio(bare)));
        findings.add(Finding.beside(
                "the same, when the peer starts with the driver's own jar",
                sluice.text("%.3f", "s"),
                "DuckDB copy, ordinary start " + stock.text("%.3f", "s"),
                sluice.pairedRatio(stock)));
        return findings;
    }
}
