package io.sluice.compat.bench.program;

import java.nio.file.Path;
import java.util.Set;

/**
 * Statements on small tables, by all contenders in turns. Arguments: an empty folder, number of rounds, and perhaps the
 * names of what is to be run, separated by commas.
 */
public final class StatementContest {
    private static final String COLUMNS = "id BIGINT, k INT, s STRING";
    private static final String ROWS =
            "SELECT id, CAST(id %% 1000 AS INT) AS k, concat('row-', id) AS s FROM range(0, 1000000, 1, %d)";

    private final Contest contest;
    private final int rounds;

    private StatementContest(Contest contest, int rounds) {
        this.contest = contest;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        Set<String> wanted =
                arguments.length > 2 ? Set.of(arguments[2].split(",")) : Set.of("append", "insert", "read", "change");
        try (Contest contest = Contest.open(Path.of(arguments[0]))) {
            StatementContest statements = new StatementContest(contest, Integer.parseInt(arguments[1]));
            if (wanted.contains("append")) {
                statements.append();
            }
            if (wanted.contains("insert")) {
                statements.insert();
            }
            if (wanted.contains("read")) {
                statements.read();
            }
            if (wanted.contains("change")) {
                statements.change();
            }
        }
    }

    private void append() {
        contest.each((contender, round) -> contender.creation("appended", COLUMNS));
        contest.statements(
                "append",
                rounds,
                (contender, round) -> "INSERT INTO %s %s".formatted(contender.table("appended"), ROWS.formatted(2)));
    }

    private void insert() {
        contest.each((contender, round) -> contender.creation("inserted", COLUMNS));
        contest.statements(
                "insert",
                2 * rounds,
                (contender, round) ->
                        "INSERT INTO %s VALUES (%d, 1, 'one')".formatted(contender.table("inserted"), round));
    }

    private void filled(String name) {
        contest.each((contender, round) -> contender.creation(name, COLUMNS));
        contest.each((contender, round) -> "INSERT INTO %s %s".formatted(contender.table(name), ROWS.formatted(10)));
    }

    private void read() {
        filled("counted");
        contest.statements(
                "count", 2 * rounds, (contender, round) -> "SELECT count(*) FROM " + contender.table("counted"));
        contest.statements(
                "extremes",
                2 * rounds,
                (contender, round) -> "SELECT min(id), max(id) FROM " + contender.table("counted"));
    }

    private void change() {
        filled("merged");
        contest.statements("merge", rounds, StatementContest::merge);
        filled("deleted");
        contest.statements(
                "delete",
                rounds,
                (contender, round) ->
                        "DELETE FROM %s WHERE id %% 1000 = %d".formatted(contender.table("deleted"), round + 7));
        filled("updated");
        contest.statements(
                "update",
                rounds,
                (contender, round) -> "UPDATE %s SET k = k + 1 WHERE id = %d"
                        .formatted(contender.table("updated"), 37_000 * round + 11));
        contest.statements(
                "scan",
                rounds,
                (contender, round) -> "SELECT count(s), sum(k), max(id) FROM " + contender.table("deleted"));
    }

    /** Of two thousand rows every other one is there already; those that are are spread over all files. */
    private static String merge(Contender contender, int round) {
        return ("MERGE INTO %s AS t USING (SELECT IF(id %% 2 = 0, id * 500 + %d, 10000000 + id + %d) AS id, CAST(id AS INT) AS k,"
                        + " concat('merged-', id) AS s FROM range(0, 2000)) AS n ON t.id = n.id"
                        + " WHEN MATCHED THEN UPDATE SET k = n.k, s = n.s WHEN NOT MATCHED THEN INSERT (id, k, s) VALUES (n.id, n.k, n.s)")
                .formatted(contender.table("merged"), round, round * 10_000);
    }
}
