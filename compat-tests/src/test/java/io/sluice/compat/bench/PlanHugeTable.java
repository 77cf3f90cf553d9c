package io.sluice.compat.bench;

import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.compat.bench.program.Events;
import io.sluice.compat.bench.program.KernelPlan;
import io.sluice.compat.bench.program.PlanTable;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.ProcessRun;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.table.DataFile;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans reads of a table of 100,000 files in 1,000 partitions. All but one of its data files are not there: a query
 * that opened another one would fail.
 */
final class PlanHugeTable implements Benchmark {
    private static final int COMMITS = 100;
    private static final int FILES_PER_COMMIT = 1000;
    private static final int ROUNDS = 7;
    private static final int AGAIN = 10;
    private static final long REAL_FILE = 50_500;
    private static final double MAX_COLD_SECONDS = 1.5;
    private static final double MAX_AGAIN_MILLIS = 20;

    private final Samples cold = new Samples();
    private final Samples again = new Samples();
    private final Samples day = new Samples();
    private final Samples resident = new Samples();
    private final Samples heap = new Samples();
    private final Samples kernelCold = new Samples();
    private final Samples kernelAgain = new Samples();
    private final Samples kernelResident = new Samples();
    private final Samples query = new Samples();

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public List<Finding> run(Bench bench) throws Exception {
        Path folder = bench.emptyFolder("plan");
        String lake = folder.resolve("lake").toString();
        Table table = build(lake);
        bench.say("table of %,d files in %d commits at %s".formatted(table.files(), COMMITS, table.location()));
        FastProgram sluice =
                bench.program(PlanTable.class, bench.shipped().jars()).rehearse(lake, table.day(), "1");
        // Hadoop's file system does not run on the newest JDK.
        FastProgram kernel = bench.programOnOwnJava(KernelPlan.class, kernelJars())
                .rehearse(table.location(), Integer.toString(COMMITS), "1");
        for (int round = 0; round < ROUNDS; round++) {
            collect(ProcessRun.of(sluice.command(lake, table.day(), Integer.toString(AGAIN))), again, day, heap);
            ProcessRun ours =
                    ProcessRun.of(sluice.command(lake, table.day(), "0")).requireSuccess();
            cold.add(ours.seconds());
            resident.add(ours.peakResidentMebibytes());
            ProcessRun peer = ProcessRun.of(kernel.command(table.location(), COMMITS + "", "0"))
                    .requireSuccess();
            kernelCold.add(peer.seconds());
            kernelResident.add(peer.peakResidentMebibytes());
            query.add(point(bench, lake, table.day()).seconds());
        }
        collect(
                ProcessRun.of(kernel.command(table.location(), COMMITS + "", AGAIN + "")),
                kernelAgain,
                new Samples(),
                new Samples());
        return findings();
    }

    /** What was built. */
    private record Table(String location, String day, long files) {}

    private static Table build(String address) throws Exception {
        try (Lake lake = OpenLake.at(address)) {
            FormatTable table = Events.create(lake, List.of(Events.PARTITION_COLUMN));
            String location = table.table().location();
            String realDay = "";
            for (int commit = 0; commit < COMMITS; commit++) {
                List<DataFile> files = new ArrayList<>();
                for (int i = 0; i < FILES_PER_COMMIT; i++) {
                    long number = (long) commit * FILES_PER_COMMIT + i;
                    String day = Events.day(i);
                    realDay = number == REAL_FILE ? day : realDay;
                    files.add(number == REAL_FILE ? realFile(location, number, day) : Events.file(number, day));
                }
                TableVersion version = table.current().version();
                if (!(lake.commit(table, Events.append(version, files)) instanceof Committed)) {
                    throw new IllegalStateException("commit " + commit + " did not land");
                }
            }
            return new Table(location, realDay, table.snapshot().fileCount());
        }
    }

    /** The one file that is there. */
    private static DataFile realFile(String location, long number, String day) throws SQLException, IOException {
        String path = "day=" + day + "/part-real.parquet";
        Path file = Path.of(location, path);
        Files.createDirectories(file.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            long first = number * Events.ROWS_PER_FILE;
            statement.execute("COPY (SELECT i AS id, make_timestamp(1700000000000000 + " + number
                    + "::BIGINT * 60000000 + (i - "
                    + first + ") * 59000)::TIMESTAMPTZ AS at, 'click' AS kind FROM range(" + first + ", "
                    + (first + Events.ROWS_PER_FILE) + ") t(i)) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        Map<String, Optional<String>> partition = Map.of(Events.PARTITION_COLUMN, Optional.of(day));
        return new DataFile(path, Files.size(file), 0, partition, Events.statistics(number));
    }

    private static List<Path> kernelJars() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(jar ->
                        jar.matches(".*/(delta-kernel|delta-storage|hadoop-client|jackson|slf4j-api|RoaringBitmap"
                                + "|parquet|commons)[^/]*\\.jar"))
                .map(Path::of)
                .toList();
    }

    private static void collect(ProcessRun run, Samples again, Samples day, Samples heap) {
        run.requireSuccess().output().lines().map(line -> line.split(" ")).forEach(words -> {
            if (words[0].equals("again")) {
                again.add(Double.parseDouble(words[2]));
            } else if (words[0].equals("day")) {
                day.add(Double.parseDouble(words[2]));
            } else if (words[0].equals("heap")) {
                heap.add(Double.parseDouble(words[1]) / (1 << 20));
            }
        });
    }

    private static ProcessRun point(Bench bench, String lake, String day) {
        long id = REAL_FILE * Events.ROWS_PER_FILE + 7;
        String sql = "SELECT count(*) AS n FROM %s WHERE day = DATE '%s' AND id = %d".formatted(Events.NAME, day, id);
        ProcessRun run = ProcessRun.of(bench.shipped().sluice("sql", sql, "-o", "csv", "--lake", lake))
                .requireSuccess();
        if (!run.output().strip().endsWith("1")) {
            throw new IllegalStateException("the query did not find its row: " + run);
        }
        return run;
    }

    private List<Finding> findings() {
        double coldRatio = cold.median() / kernelCold.median();
        double againRatio = again.median() / kernelAgain.median();
        return List.of(
                Finding.judged(
                        "plan a read of 100,000 files, cold process",
                        cold.text("%.2f", "s"),
                        "Delta Kernel, cold process " + kernelCold.text("%.2f", "s"),
                        coldRatio,
                        "≤ 1.5 s",
                        cold.median() <= MAX_COLD_SECONDS),
                Finding.judged(
                        "the same again in the same process",
                        again.text("%.1f", "ms"),
                        "Delta Kernel " + kernelAgain.text("%.0f", "ms"),
                        againRatio,
                        "≤ 20 ms",
                        again.median() <= MAX_AGAIN_MILLIS),
                Finding.of("the files of one of 1,000 partitions, again in the same process", day.text("%.1f", "ms")),
                Finding.beside(
                        "memory of the cold process",
                        resident.text("%.0f", "MiB"),
                        "Delta Kernel " + kernelResident.text("%.0f", "MiB"),
                        resident.median() / kernelResident.median()),
                Finding.of("heap in use after planning", heap.text("%.0f", "MiB")),
                Finding.judged(
                        "point query on one partition, of whose 100 files 99 are not there, `sluice sql` as a cold process",
                        "opens 1 file, " + query.text("%.2f", "s"),
                        "1 file",
                        true));
    }
}
