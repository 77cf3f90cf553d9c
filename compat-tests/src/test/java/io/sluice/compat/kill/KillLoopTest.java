package io.sluice.compat.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.kill.program.Feeder;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.ProcessRun;
import io.sluice.compat.process.ShippedCommand;
import io.sluice.lake.Lake;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.table.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes at a time ingest new files into one table, and deliver old ones again, and are killed at random
 * moments, two hundred of them. Whatever was acknowledged is there exactly once, everything else at most once; and once
 * all files have been delivered again, all are there exactly once.
 */
class KillLoopTest {
    private static final int KILLS = 200;
    private static final TableName TABLE = TableName.of("shop", "deliveries");

    @TempDir
    private Path folder;

    // Two minutes on two processors of one's own.
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAfterTwoHundredKills() throws Exception {
        Path lake = folder.resolve("lake");
        ShippedCommand shipped = ShippedCommand.find();
        Deliveries deliveries = new Deliveries(Files.createDirectory(folder.resolve("landing")), new Random(7));
        FastProgram feeder = new FastProgram(shipped, Feeder.class, shipped.jars(), folder.resolve("program"))
                .rehearse(feederArguments(folder.resolve("rehearsal-lake"), deliveries.next(2, 0)));
        KillLoop loop = new KillLoop(
                deliveries,
                new KillLoop.Program(files -> feeder.command(feederArguments(lake, files)), Victim::phase),
                new KillLoop.Program(files -> shipped.sluice(commandArguments(lake, files)), victim -> "COMMAND"),
                folder);

        Map<String, Integer> killsByPhase = loop.run(KILLS);
        System.out.println(
                "kills by what the process was doing: " + killsByPhase + ", files delivered: " + deliveries.count()
                        + ", acknowledged: " + deliveries.acknowledgedNumbers().size());

        assertThat(catalogCheck(lake)).isEqualTo("ok");
        assertExactlyOnce(rowsByFile(lake), deliveries.acknowledgedNumbers(), deliveries.count());

        ProcessRun redelivery = ProcessRun.of(feeder.command(feederArguments(lake, deliveries.all())));
        assertThat(redelivery.exitCode()).as(redelivery.errors()).isZero();
        Set<Integer> all =
                IntStream.range(0, deliveries.count()).boxed().collect(Collectors.toCollection(TreeSet::new));
        assertExactlyOnce(rowsByFile(lake), all, deliveries.count());
        assertNothingMoreIsTaken(lake, feeder, deliveries);
        assertLogHasNoGap(lake);
        assertThat(rowsByKernel(lake))
                .as("rows that Delta Kernel reads")
                .hasSize(all.size() * Deliveries.ROWS)
                .doesNotHaveDuplicates();
    }

    private static String[] feederArguments(Path lake, List<Path> files) {
        return Stream.concat(
                        Stream.of(lake.toString(), TABLE.toString()),
                        files.stream().map(Path::toString))
                .toArray(String[]::new);
    }

    private static String[] commandArguments(Path lake, List<Path> files) {
        return Stream.concat(
                        Stream.of("ingest", "--into", TABLE.toString(), "--lake", lake.toString(), "--quiet"),
                        files.stream().map(Path::toString))
                .toArray(String[]::new);
    }

    private static String catalogCheck(Path lake) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + lake.resolve("catalog.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            return result.getString(1);
        }
    }

    /** How often each file's rows are in the last state, as any reader of Parquet sees it that is told the files. */
    private static Map<Integer, Integer> rowsByFile(Path lake) throws Exception {
        List<String> locations;
        try (Lake opened = OpenLake.at(lake.toString())) {
            locations = opened.table(TABLE).snapshot().plan(Predicate.ALL).tasks().stream()
                    .map(ScanTask::location)
                    .toList();
        }
        assertThat(locations).doesNotHaveDuplicates();
        String list = locations.stream().map(location -> "'" + location + "'").collect(Collectors.joining(", "));
        Map<Integer, Integer> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT file_id, count(*), count(DISTINCT row_no) FROM read_parquet(["
                                + list + "]) GROUP BY 1")) {
            while (result.next()) {
                assertThat(result.getInt(3))
                        .as("different rows of file " + result.getInt(1))
                        .isEqualTo(Deliveries.ROWS);
                rows.put(result.getInt(1), result.getInt(2));
            }
        }
        return rows;
    }

    private static void assertExactlyOnce(Map<Integer, Integer> rowsByFile, Set<Integer> acknowledged, int delivered) {
        List<String> wrong = new ArrayList<>();
        for (int file = 0; file < delivered; file++) {
            int rows = rowsByFile.getOrDefault(file, 0);
            boolean right = rows == Deliveries.ROWS || (rows == 0 && !acknowledged.contains(file));
            if (!right) {
                wrong.add("file %d has %d rows of %d%s"
                        .formatted(file, rows, Deliveries.ROWS, acknowledged.contains(file) ? ", acknowledged" : ""));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rowsByFile.keySet()).as("files that were delivered").allMatch(file -> file < delivered);
    }

    private static void assertNothingMoreIsTaken(Path lake, FastProgram feeder, Deliveries deliveries) {
        long before = version(lake);
        ProcessRun again = ProcessRun.of(feeder.command(feederArguments(lake, deliveries.all())));
        assertThat(again.exitCode()).as(again.errors()).isZero();
        assertThat(version(lake)).isEqualTo(before);
    }

    private static long version(Path lake) {
        try (Lake opened = OpenLake.at(lake.toString())) {
            return opened.table(TABLE).snapshot().version().number();
        }
    }

    private static void assertLogHasNoGap(Path lake) throws IOException {
        long last = version(lake);
        Path log;
        try (Lake opened = OpenLake.at(lake.toString())) {
            log = Path.of(opened.table(TABLE).table().location(), "_delta_log");
        }
        try (Stream<Path> files = Files.list(log)) {
            List<Long> versions = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{20}\\.json"))
                    .map(name -> Long.valueOf(name.substring(0, 20)))
                    .sorted()
                    .toList();
            assertThat(versions)
                    .as("published versions")
                    .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(0, last)
                            .boxed()
                            .toList());
        }
    }

    private static Collection<String> rowsByKernel(Path lake) {
        try (Lake opened = OpenLake.at(lake.toString())) {
            return new KernelJudge(CommittedTable.of(opened, TABLE)).latest().rows();
        }
    }
}
