package io.sluice.compat.bench;

import io.sluice.compat.process.ShippedCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Runs the benchmarks that its arguments name, or all of them, and prints their tables. */
public final class Benchmarks {
    private static final String EVERYTHING = "true";
    private static final List<Benchmark> ALL = List.of(
            new ColdIngest(),
            new BulkIngest(),
            new Race(),
            new SmallCommits(),
            new PlanHugeTable(),
            new SourceLedger(),
            new MergeRows(),
            new ChangeFewRows(),
            new SparkStatementRaces(),
            new SparkQueries(),
            new TrinoStatements());

    private Benchmarks() {}

    /**
     * Runs them.
     *
     * @param arguments a folder to work in, then names of benchmarks, separated by commas; {@code true} for all
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> wanted = Arrays.asList(arguments[1].split(","));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Bench bench = new Bench(ShippedCommand.find(), folder, out);
        bench.say(machine(bench.shipped()));
        for (Benchmark benchmark : ALL) {
            if (wanted.contains(benchmark.name()) || wanted.contains(EVERYTHING)) {
                bench.say(benchmark.name());
                bench.clean();
                String table = table(benchmark.run(bench));
                out.println(table);
                Files.createDirectories(folder.resolve("results"));
                Files.writeString(folder.resolve("results").resolve(benchmark.name() + ".md"), table);
            }
        }
        bench.clean();
    }

    private static String machine(ShippedCommand shipped) {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, Java %s, measured processes on Java %d",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                shipped.javaFeature());
    }

    private static String table(List<Finding> findings) {
        StringBuilder table = new StringBuilder();
        table.append("| what | Sluice | beside | ratio | target | |\n|---|---|---|---|---|---|\n");
        findings.forEach(finding -> table.append(finding.markdown()).append('\n'));
        return table.toString();
    }
}
