package io.sluice.compat.bench;

import io.sluice.compat.bench.program.ManyFiles;
import io.sluice.compat.bench.program.TpchTables;
import io.sluice.compat.trino.TrinoClient;
import io.sluice.compat.trino.TrinoFolder;
import io.sluice.compat.trino.TrinoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Queries and statements of Trino, beside its own Iceberg connector in the same server. */
final class TrinoStatements implements Benchmark {
    private static final Rounds QUERY_ROUNDS = new Rounds(2, 3);
    private static final Rounds LONG_ROUNDS = new Rounds(2, 5);
    /** Only when the server has compiled what it runs does it show what a statement of some milliseconds takes. */
    private static final Rounds SHORT_ROUNDS = new Rounds(150, 50);

    /** Tables of the queries. */
    private static final List<String> TABLES =
            List.of("region", "nation", "supplier", "part", "partsupp", "customer", "orders", "lineitem");

    /** Whose tables statements run on. */
    private enum Side {
        SLUICE("lake", ""),
        ICEBERG("ice", "WITH (format_version = 3) ");

        private final String catalog;
        private final String properties;

        Side(String catalog, String properties) {
            this.catalog = catalog;
            this.properties = properties;
        }

        static List<Side> inTurn(int round) {
            return round % 2 == 0 ? List.of(SLUICE, ICEBERG) : List.of(ICEBERG, SLUICE);
        }

        String table(String name) {
            return catalog + ".bench." + name;
        }
    }

    /** @param warmUp rounds before those that are counted */
    private record Rounds(int warmUp, int counted) {}

    private interface Turn {
        String statement(Side side, int round);
    }

    private final List<Finding> findings = new ArrayList<>();
    private TrinoClient trino;
    private Bench bench;

    @Override
    public String name() {
        return "trino";
    }

    @Override
    public List<Finding> run(Bench where) throws Exception {
        bench = where;
        Path folder = bench.emptyFolder("trino");
        try (TrinoServer server = TrinoServer.start(settings(folder));
                TrinoClient client = TrinoClient.of(server)) {
            trino = client;
            load(folder);
            queries();
            writes();
            changes();
            plans();
        }
        return List.copyOf(findings);
    }

    private static TrinoFolder settings(Path folder) throws Exception {
        Path iceberg = Files.createDirectories(folder.resolve("iceberg"));
        return TrinoFolder.of(folder.resolve("server"), folder.resolve("lake").toString())
                .withJavaOptions("-Xmx3g", "-XX:+UseG1GC", "-XX:G1HeapRegionSize=32M")
                .withCatalog(
                        "source",
                        Map.of(
                                "connector.name", "tpch",
                                "tpch.column-naming", "STANDARD",
                                "tpch.double-type-mapping", "DECIMAL"))
                .withCatalog(
                        "ice",
                        Map.of(
                                "connector.name", "iceberg",
                                "iceberg.catalog.type", "TESTING_FILE_METASTORE",
                                "hive.metastore.catalog.dir", "local://" + iceberg,
                                "iceberg.register-table-procedure.enabled", "true",
                                "fs.native-local.enabled", "true",
                                "local.location", "/"));
    }

    private void load(Path folder) throws Exception {
        bench.say("100,000 files");
        ManyFiles files = new ManyFiles(100, 1000);
        files.inLake(folder.resolve("lake"), folder.resolve("copy"));
        files.inIceberg(folder.resolve("iceberg/hadoop"));
        for (Side side : Side.values()) {
            trino.run("CREATE SCHEMA IF NOT EXISTS %s.bench".formatted(side.catalog));
            for (String table : TABLES) {
                bench.say("%s of %s".formatted(table, side));
                trino.run("CREATE TABLE %s %sAS SELECT * FROM source.sf1.%s"
                        .formatted(side.table(table), side.properties, table));
            }
        }
        trino.run("CALL ice.system.register_table('bench', 'events', 'file://%s/iceberg/hadoop/bench/events')"
                .formatted(folder));
    }

    /** The results of both are compared. */
    private void queries() throws Exception {
        Map<Side, Samples> sums = new EnumMap<>(Side.class);
        for (Map.Entry<String, String> query : TpchTables.queries().entrySet()) {
            bench.say(query.getKey());
            Map<Side, Samples> each = turns(
                    QUERY_ROUNDS,
                    (side, round) -> query.getValue(),
                    side -> trino.run("USE " + side.catalog + ".bench"));
            each.forEach((side, samples) -> sums.merge(side, samples, Samples::plus));
            findings.add(beside(query.getKey(), each));
        }
        findings.add(judged("TPC-H SF1, 22 queries, sum", sums, 1.0));
    }

    private void writes() {
        measure(
                "CREATE TABLE AS of lineitem, 6,001,215 rows",
                1.0,
                QUERY_ROUNDS,
                (side, round) -> "CREATE TABLE %s %sAS SELECT * FROM %s"
                        .formatted(side.table("copy" + round), side.properties, side.table("lineitem")));
        measure(
                "INSERT of one row",
                0.5,
                SHORT_ROUNDS,
                (side, round) ->
                        "INSERT INTO %s VALUES (%d, 'name', 'comment')".formatted(side.table("region"), round + 100));
    }

    private void changes() {
        String hundredth = "l_orderkey % 100 = ";
        measure(
                "DELETE of 1 % of lineitem",
                0.8,
                LONG_ROUNDS,
                (side, round) -> "DELETE FROM %s WHERE %s%d".formatted(side.table("lineitem"), hundredth, round));
        measure(
                "UPDATE of 1 % of lineitem",
                0.8,
                LONG_ROUNDS,
                (side, round) -> "UPDATE %s SET l_comment = 'changed' WHERE %s%d"
                        .formatted(side.table("lineitem"), hundredth, round + 20));
        measure(
                "MERGE of 1 % of lineitem",
                0.8, LONG_ROUNDS, (side, round) ->
                        """
                MERGE INTO %s t USING (SELECT * FROM %s WHERE %s%d) s
                ON t.l_orderkey = s.l_orderkey AND t.l_linenumber = s.l_linenumber
                WHEN MATCHED THEN UPDATE SET l_comment = 'merged'
                WHEN NOT MATCHED THEN INSERT (l_orderkey, l_linenumber) VALUES (s.l_orderkey, s.l_linenumber)""".formatted(side.table("lineitem"), side.table("copy0"), hundredth, round + 40));
    }

    /** No file is there, and none can have rows of the answer. */
    private void plans() {
        measure(
                "plan a read of 100,000 files, none of which has the row",
                0.5,
                LONG_ROUNDS,
                (side, round) -> "SELECT count(*) FROM %s WHERE id = %d".formatted(side.table("events"), -1 - round));
    }

    private void measure(String what, double most, Rounds rounds, Turn turn) {
        bench.say(what);
        findings.add(judged(what, turns(rounds, turn, side -> {}), most));
    }

    private interface Before {
        void run(Side side);
    }

    /** What both say has to be the same. */
    private Map<Side, Samples> turns(Rounds rounds, Turn turn, Before before) {
        Map<Side, Samples> millis = new EnumMap<>(Side.class);
        for (int round = 0; round < rounds.warmUp() + rounds.counted(); round++) {
            Map<Side, List<String>> said = new EnumMap<>(Side.class);
            for (Side side : Side.inTurn(round)) {
                before.run(side);
                String statement = turn.statement(side, round);
                long begin = System.nanoTime();
                said.put(side, trino.run(statement).stream().sorted().toList());
                if (round >= rounds.warmUp()) {
                    millis.computeIfAbsent(side, none -> new Samples()).add((System.nanoTime() - begin) / 1e6);
                }
            }
            if (!said.get(Side.SLUICE).equals(said.get(Side.ICEBERG))) {
                throw new IllegalStateException("%s: %s".formatted(turn.statement(Side.SLUICE, round), said));
            }
        }
        return millis;
    }

    private static Finding beside(String what, Map<Side, Samples> millis) {
        Samples ours = millis.get(Side.SLUICE);
        Samples theirs = millis.get(Side.ICEBERG);
        return Finding.beside(
                what, ours.text("%.0f", "ms"), "Iceberg " + theirs.text("%.0f", "ms"), ours.pairedRatio(theirs));
    }

    private static Finding judged(String what, Map<Side, Samples> millis, double most) {
        Samples ours = millis.get(Side.SLUICE);
        Samples theirs = millis.get(Side.ICEBERG);
        double ratio = ours.pairedRatio(theirs);
        return Finding.judged(
                what,
                ours.text("%.0f", "ms"),
                "Iceberg " + theirs.text("%.0f", "ms"),
                ratio,
                String.format(Locale.ROOT, "≤ %s ×", most),
                ratio <= most);
    }
}
