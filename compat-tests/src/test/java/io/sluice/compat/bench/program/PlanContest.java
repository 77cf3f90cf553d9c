package io.sluice.compat.bench.program;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Plans reads of a table of many files, none of which is there, by all contenders in turns. The heap in use afterwards
 * is printed too. Arguments: an empty folder, commits, files of each commit, rounds.
 */
public final class PlanContest {
    private PlanContest() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int commits = Integer.parseInt(arguments[1]);
        int files = Integer.parseInt(arguments[2]);
        ManyFiles tables = new ManyFiles(commits, files);
        Path copy = folder.resolve("events-delta");
        tables.inLake(folder.resolve("sluice"), copy);
        tables.inIceberg(folder.resolve("iceberg"));
        try (Contest contest = Contest.open(folder)) {
            contest.spark()
                    .sql("CREATE TABLE %s USING delta LOCATION '%s'".formatted(Contender.DELTA.table("events"), copy));
            long id = (long) commits * files / 2 * Events.ROWS_PER_FILE + 7;
            String day = Events.day(files / 2);
            int rounds = Integer.parseInt(arguments[3]);
            contest.turns("plan by statistics", rounds, (contender, round) -> plan(contest, contender, "id = " + id));
            contest.turns(
                    "plan by partition",
                    rounds,
                    (contender, round) -> plan(contest, contender, "day = DATE '" + day + "'"));
            System.gc();
            System.out.printf("heap\t%d%n", heap());
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void plan(Contest contest, Contender contender, String filter) {
        int tasks = contest.spark()
                .sql("SELECT id, kind FROM %s WHERE %s".formatted(contender.table("events"), filter))
                .queryExecution()
                .toRdd()
                .getNumPartitions();
        if (tasks < 1) {
            throw new IllegalStateException(contender + " finds no file with " + filter);
        }
    }
}
