package io.sluice.compat.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The queries of TPC-H, by all contenders in turns. Results are compared. Arguments: an empty folder, a folder for
 * generated tables that are kept, number of rounds, and perhaps the names of queries, separated by commas.
 */
public final class TpchContest {
    private TpchContest() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> queries = TpchTables.queries();
        if (arguments.length > 3) {
            queries.keySet().retainAll(Set.of(arguments[3].split(",")));
        }
        try (Contest contest = Contest.open(Path.of(arguments[0]))) {
            SparkSession spark = contest.spark();
            Path generated = Path.of(arguments[1]);
            TpchTables.generate(spark, generated);
            TpchTables.columns().forEach((name, columns) -> {
                contest.each((contender, round) -> contender.creation(name, columns));
                contest.each((contender, round) -> "INSERT INTO %s SELECT * FROM parquet.`%s`"
                        .formatted(contender.table(name), generated.resolve(name)));
            });
            int rounds = Integer.parseInt(arguments[2]);
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    run(spark, query.getKey(), query.getValue(), round);
                }
            }
        }
    }

    /** The first round warms up. */
    private static void run(SparkSession spark, String name, String query, int round) {
        Map<Contender, List<String>> results = new EnumMap<>(Contender.class);
        for (Contender contender : Contender.inTurn(round)) {
            spark.sql("USE " + contender.namespace());
            Contest.Clock clock = Contest.Clock.start();
            List<Row> rows = spark.sql(query).collectAsList();
            if (round > 0) {
                clock.print(name, contender);
            }
            results.put(contender, rows.stream().map(Row::toString).sorted().toList());
        }
        List<String> ours = results.get(Contender.SLUICE);
        results.forEach((contender, rows) -> {
            if (!rows.equals(ours)) {
                throw new IllegalStateException("%s: %s says %s, sluice %s".formatted(name, contender, rows, ours));
            }
        });
    }
}
