package io.sluice.compat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A few rows of ten million are deleted or updated; and all are read when one in twenty is deleted. */
final class ChangeFewRows implements Benchmark {
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 2;
    private static final double MIN_SPARK_RATIO = 8;
    private static final double MAX_SCAN_RATIO = 1.5;
    private static final long DELETED = 1000;

    @Override
    public String name() {
        return "change";
    }

    @Override
    public List<Finding> run(Bench bench) throws IOException {
        OrdersTable table = OrdersTable.create(bench, bench.emptyFolder("change"));
        List<String> changes = new ArrayList<>();
        for (int round = 0; round < ROUNDS + WARM_UP; round++) {
            // The rows to delete are in every file; those to update are spread over the files.
            changes.add("DELETE FROM {table} WHERE id %% %d = %d".formatted(OrdersTable.ROWS / DELETED, 11 + round));
            changes.add("UPDATE {table} SET quantity = quantity + 1 WHERE id = %d"
                    .formatted(OrdersTable.ROWS / (ROUNDS + WARM_UP + 1) * (round + 1) + 5));
        }
        List<Double> ours = table.run(changes.stream()
                .map(each -> each.replace("{table}", OrdersTable.NAME))
                .toList());
        List<Double> spark = table.runSpark(changes);
        List<Finding> findings = new ArrayList<>();
        findings.add(beside("DELETE of 1,000 rows, some in each file", part(ours, 0), part(spark, 0)));
        findings.add(beside("UPDATE of one row", part(ours, 1), part(spark, 1)));
        findings.add(scan(table));
        return findings;
    }

    /** Every other one, after warming up, in seconds. */
    private static Samples part(List<Double> millis, int first) {
        Samples samples = new Samples();
        for (int i = 2 * WARM_UP + first; i < millis.size(); i += 2) {
            samples.add(millis.get(i) / 1e3);
        }
        return samples;
    }

    private static Finding beside(String what, Samples ours, Samples spark) {
        double ratio = spark.median() / ours.median();
        return Finding.judged(
                "%s, of %,d rows in %d files".formatted(what, OrdersTable.ROWS, OrdersTable.FILES),
                ours.text("%.3f", "s"),
                "delta-spark, warm " + spark.text("%.2f", "s"),
                ratio,
                "≥ 8 ×",
                ratio >= MIN_SPARK_RATIO);
    }

    /** The state before and the state after the deletion, in turns. */
    private static Finding scan(OrdersTable table) throws IOException {
        String name = OrdersTable.NAME;
        String scan = "SELECT count(*), sum(amount), max(quantity), min(changed_at), max(customer) FROM ";
        List<String> statements = new ArrayList<>();
        statements.add("RESTORE TABLE %s TO VERSION AS OF %d".formatted(name, OrdersTable.FILES));
        statements.add("DELETE FROM " + name + " WHERE hash(id) % 20 = 0");
        for (int round = 0; round < ROUNDS + 1; round++) {
            statements.add(scan + name + " AT (VERSION => %d)".formatted(OrdersTable.FILES));
            statements.add(scan + name);
        }
        List<Double> times = table.run(statements);
        Samples whole = new Samples();
        Samples deleted = new Samples();
        for (int i = 4; i < times.size(); i += 2) {
            whole.add(times.get(i) / 1e3);
            deleted.add(times.get(i + 1) / 1e3);
        }
        double ratio = deleted.pairedRatio(whole);
        return Finding.judged(
                "scan of the table with 5 % of its rows deleted by vectors",
                deleted.text("%.3f", "s"),
                "the same without deletions " + whole.text("%.3f", "s"),
                ratio,
                "≤ 1.5 ×",
                ratio <= MAX_SCAN_RATIO);
    }
}
