package io.sluice.compat.bench;

import io.sluice.compat.bench.program.SluiceStatements;
import io.sluice.compat.bench.program.SparkStatements;
import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of orders in a hundred files, once in a lake and once made by delta-spark, with equal rows, and statements
 * over both.
 */
final class OrdersTable {
    static final int FILES = 100;
    static final long ROWS = Long.getLong("sluice.bench.rows", 10_000_000);
    static final String NAME = "shop.orders";

    private final Bench bench;
    private final Path folder;
    private final Path lake;
    private final FastProgram program;
    private int scripts;

    private OrdersTable(Bench bench, Path folder) {
        this.bench = bench;
        this.folder = folder;
        this.lake = folder.resolve("lake");
        this.program = bench.program(SluiceStatements.class, bench.shipped().jars());
    }

    /** Makes the table in a lake of its own. */
    static OrdersTable create(Bench bench, Path folder) throws IOException {
        OrdersTable table = new OrdersTable(bench, folder);
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + NAME + " (id BIGINT, customer VARCHAR, country VARCHAR, amount DECIMAL(18,2),"
                + " quantity BIGINT, changed_at TIMESTAMP)");
        long each = ROWS / FILES;
        for (int file = 0; file < FILES; file++) {
            statements.add("INSERT INTO %s SELECT %s FROM range(%d, %d) AS r(id)"
                    .formatted(NAME, columns(0), file * each, (file + 1) * each));
        }
        table.run(statements);
        return table;
    }

    /** The columns as expressions of DuckDB over {@code id}; rounds differ in their values. */
    static String columns(int round) {
        return ("id, 'customer-' || ((id * 7919 + %1$d) %% 100003)::VARCHAR AS customer,"
                        + " ['DE', 'FR', 'US', 'JP', 'BR'][1 + (id + %1$d) %% 5] AS country,"
                        + " (((id * 31 + %1$d) %% 100000) / 100)::DECIMAL(18,2) AS amount,"
                        + " ((id + %1$d) %% 17)::BIGINT AS quantity,"
                        + " TIMESTAMP '2026-01-01' + to_seconds((id * 13 + %1$d) %% 31536000) AS changed_at")
                .formatted(round);
    }

    /** The same of Spark, separated by {@code ;}. */
    private static String sparkColumns() {
        return "id;concat('customer-', cast((id * 7919) % 100003 as string)) as customer;"
                + "element_at(array('DE', 'FR', 'US', 'JP', 'BR'), cast(1 + id % 5 as int)) as country;"
                + "cast(((id * 31) % 100000) / 100 as decimal(18,2)) as amount;"
                + "id % 17 as quantity;"
                + "timestampadd(SECOND, cast((id * 13) % 31536000 as int), timestamp'2026-01-01 00:00:00') as changed_at";
    }

    /**
     * A Parquet file of orders to merge: some have the numbers of orders that are there, spread over all files, the
     * others are new.
     */
    Path source(int round, long rows, long there) throws SQLException {
        Path file = folder.resolve("source-" + round + "-" + there + ".parquet");
        String ids =
                "SELECT (i * %d + %d) %% %d AS id FROM range(%d) AS a(i) UNION ALL SELECT %d + i FROM range(%d) AS b(i)"
                        .formatted(
                                ROWS / Math.max(1, there), round * 7L, ROWS, there, ROWS + round * rows, rows - there);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT %s FROM (%s)) TO '%s' (FORMAT parquet)".formatted(columns(round + 1), ids, file));
        }
        return file;
    }

    Path lake() {
        return lake;
    }

    /** The glob of the table's data files. */
    String files() {
        return lake + "/shop/orders-*/*.parquet";
    }

    /** Runs statements in a process, one after the other; the milliseconds of each. */
    List<Double> run(List<String> statements) throws IOException {
        return millis(ProcessRun.of(
                program.command(lake.toString(), script(statements).toString())));
    }

    /** The same statements in a process of delta-spark, which first makes the table; {@code {table}} is its name. */
    List<Double> runSpark(List<String> statements) throws IOException {
        Path table = folder.resolve("spark");
        List<String> named = statements.stream()
                .map(statement -> statement.replace("{table}", "delta.`" + table + "`"))
                .toList();
        ProcessRun run = ProcessRun.of(SparkProcess.command(
                SparkStatements.class,
                table.toString(),
                Long.toString(ROWS),
                sparkColumns(),
                script(named).toString()));
        bench.say("delta-spark %.1f s, %.0f MiB".formatted(run.seconds(), run.peakResidentMebibytes()));
        return millis(run);
    }

    private Path script(List<String> statements) throws IOException {
        return Files.write(folder.resolve("script-" + scripts++), statements);
    }

    private static List<Double> millis(ProcessRun run) {
        return run.requireSuccess()
                .output()
                .lines()
                .filter(line -> line.startsWith("ms "))
                .map(line -> Double.valueOf(line.substring(3)))
                .toList();
    }
}
