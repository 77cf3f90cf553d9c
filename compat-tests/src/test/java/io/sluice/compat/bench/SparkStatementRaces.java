package io.sluice.compat.bench;

import io.sluice.compat.bench.program.PlanContest;
import io.sluice.compat.bench.program.StatementContest;
import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Statements of Spark, and plans of reads, beside delta-spark and Iceberg in the same process. */
final class SparkStatementRaces implements Benchmark {
    private static final int ROUNDS = 7;
    private static final int PLAN_COMMITS = 100;
    private static final int PLAN_FILES = 1000;
    private static final double MAX_HEAP_MEBIBYTES = 1024;

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Contenders statements = Contenders.of(run(bench, StatementContest.class, ROUNDS + ""));
        findings.add(statements.finding("append", "INSERT of 1,000,000 rows by two tasks", 0.8));
        findings.add(statements.finding("insert", "INSERT of one row", 0.6));
        findings.add(statements.finding("merge", "MERGE of 2,000 rows, half of them new, into 1,000,000", 0.8));
        findings.add(statements.finding("delete", "DELETE of 1,000 rows of 1,000,000, some in each of 10 files", 0.5));
        findings.add(statements.finding("update", "UPDATE of one row of 1,000,000", 0.5));
        findings.add(statements.finding("count", "count(*)", 0.5));
        findings.add(statements.finding("extremes", "min and max", 0.5));
        findings.add(statements.finding("scan", "scan of what the DELETEs have left"));
        ProcessRun plans = run(bench, PlanContest.class, PLAN_COMMITS + "", PLAN_FILES + "", ROUNDS + "");
        Contenders planned = Contenders.of(plans);
        findings.add(planned.finding(
                "plan by statistics", "plan a read of one of 100,000 files, chosen by its statistics", 0.5));
        findings.add(
                planned.finding("plan by partition", "plan a read of one of 1,000 partitions of these files", 0.5));
        double heap = heapMebibytes(plans);
        findings.add(Finding.judged(
                "heap in use after that, what the peers keep included",
                "%.0f MiB".formatted(heap),
                "≤ 1 GiB",
                heap <= MAX_HEAP_MEBIBYTES));
        return findings;
    }

    private static double heapMebibytes(ProcessRun run) {
        return run.output()
                .lines()
                .filter(line -> line.startsWith("heap\t"))
                .mapToDouble(line -> Double.parseDouble(line.split("\t", -1)[1]) / (1 << 20))
                .findFirst()
                .orElseThrow();
    }

    private static ProcessRun run(Bench bench, Class<?> contest, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(bench.emptyFolder("contest").toString()));
        all.addAll(List.of(arguments));
        bench.say("%s, in turns".formatted(contest.getSimpleName()));
        return ProcessRun.of(SparkProcess.command(contest, all.toArray(String[]::new)))
                .requireSuccess();
    }
}
