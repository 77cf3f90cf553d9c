package io.sluice.compat.bench;

import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A MERGE of a hundred thousand rows into ten million in a hundred files, again and again. */
final class MergeRows implements Benchmark {
    private static final long SOURCE_ROWS = 100_000;
    private static final int ROUNDS = 7;
    private static final int SPARK_ROUNDS = 4;
    private static final double MAX_BARE_RATIO = 2;
    private static final double MIN_SPARK_RATIO = 5;
    private static final double MAX_MEBIBYTES = 1.3 * 1024;
    private static final String MEMORY = "1GB";

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException, SQLException {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(measure(bench, SOURCE_ROWS / 10, "10 % updates"));
        findings.addAll(measure(bench, SOURCE_ROWS * 9 / 10, "90 % updates"));
        return findings;
    }

    private static List<Finding> measure(Bench bench, long updates, String kind) throws IOException, SQLException {
        OrdersTable table = OrdersTable.create(bench, bench.emptyFolder("merge"));
        List<Path> sources = new ArrayList<>();
        for (int round = 0; round <= ROUNDS + 1; round++) {
            sources.add(table.source(round, SOURCE_ROWS, updates));
        }
        Samples ours = new Samples();
        Samples bare = new Samples();
        List<Double> times = table.run(statements(table, sources));
        // The first round warms both up.
        for (int i = 2; i < times.size(); i += 2) {
            bare.add(times.get(i) / 1e3);
            ours.add(times.get(i + 1) / 1e3);
        }
        bench.say("%s: bare %s, sluice %s".formatted(kind, bare.text("%.3f", "s"), ours.text("%.3f", "s")));
        ProcessRun cold = ProcessRun.of(bench.shipped()
                        .sluice(
                                "sql",
                                merge(OrdersTable.NAME, readParquet(sources.get(ROUNDS + 1))),
                                "--lake",
                                table.lake().toString(),
                                "--memory",
                                MEMORY))
                .requireSuccess();
        Samples spark = spark(table, sources);
        return findings(kind, ours, bare, spark, cold);
    }

    private static List<String> statements(OrdersTable table, List<Path> sources) {
        List<String> statements = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            statements.add("bare:" + bareMerge(table, sources.get(round)));
            statements.add(merge(OrdersTable.NAME, readParquet(sources.get(round))));
        }
        return statements;
    }

    private static Samples spark(OrdersTable table, List<Path> sources) throws IOException {
        List<String> statements = sources.stream()
                .limit(SPARK_ROUNDS + 1)
                .map(source -> merge("{table}", "parquet.`" + source + "`"))
                .toList();
        List<Double> times = table.runSpark(statements);
        Samples spark = new Samples();
        times.stream().skip(1).forEach(millis -> spark.add(millis / 1e3));
        return spark;
    }

    private static String merge(String target, String source) {
        return "MERGE INTO %s AS t USING %s AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
                .formatted(target, source);
    }

    private static String readParquet(Path source) {
        return "read_parquet('" + source + "')";
    }

    /** The least that a merge can do: find the positions of the rows that change, and write the new rows. */
    private static String bareMerge(OrdersTable table, Path source) {
        return ("CREATE OR REPLACE TEMP TABLE touched AS SELECT file_index, file_row_number FROM read_parquet('%1$s', hive_partitioning=false) AS t SEMI JOIN read_parquet('%2$s') AS s ON t.id = s.id;"
                        + " COPY (FROM read_parquet('%2$s')) TO '%2$s.new' (FORMAT parquet, COMPRESSION zstd, RETURN_STATS);"
                        + " SELECT file_index, list(file_row_number ORDER BY file_row_number) FROM touched GROUP BY file_index")
                .formatted(table.files(), source);
    }

    private static List<Finding> findings(String kind, Samples ours, Samples bare, Samples spark, ProcessRun cold) {
        String what = "MERGE of %,d rows (%s) into %,d rows in %d files"
                .formatted(SOURCE_ROWS, kind, OrdersTable.ROWS, OrdersTable.FILES);
        double bareRatio = ours.pairedRatio(bare);
        double sparkRatio = spark.median() / ours.median();
        return List.of(
                Finding.judged(
                        what,
                        ours.text("%.3f", "s"),
                        "bare DuckDB finds the positions and writes the new rows " + bare.text("%.3f", "s"),
                        bareRatio,
                        "≤ 2 ×",
                        bareRatio <= MAX_BARE_RATIO),
                Finding.judged(
                        "the same, faster than delta-spark",
                        ours.text("%.3f", "s"),
                        "delta-spark, warm " + spark.text("%.2f", "s"),
                        sparkRatio,
                        "≥ 5 ×",
                        sparkRatio >= MIN_SPARK_RATIO),
                Finding.judged(
                        "the same as a cold process with --memory " + MEMORY + ", peak memory of the process",
                        "%.0f MiB, %.2f s".formatted(cold.peakResidentMebibytes(), cold.seconds()),
                        "≤ 1.3 GB",
                        cold.peakResidentMebibytes() <= MAX_MEBIBYTES));
    }
}
