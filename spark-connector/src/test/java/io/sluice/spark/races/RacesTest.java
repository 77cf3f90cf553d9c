package io.sluice.spark.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.commit.RejectionReason;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.write.LakeLook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements of two sessions at the same time: who wins, what the loser is told, and that a serial order explains it.
 */
class RacesTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession mine = RaceSession.in(folder);
    private final SparkSession others = RaceSession.in(folder);

    private static final String WITHDRAWAL =
            "UPDATE a SET n = %s - 10 WHERE id = %d" + " AND (SELECT sum(n) FROM a WHERE id IN (1, 2)) >= 20";
    private static final String MISSING_KEY = "MERGE INTO a USING (SELECT id + 8 AS id, n FROM b WHERE id = 1) s"
            + " ON a.id = s.id WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, %s)";

    static Stream<Race> lostAtEveryLevel() {
        return Stream.of(
                new Race(
                        "lost update",
                        "UPDATE a SET n = meanwhile(n) + 1 WHERE id = 1",
                        "UPDATE a SET n = n + 5 WHERE id = 1",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "lost update of merges",
                        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET n = a.n + meanwhile(b.n)",
                        "MERGE INTO a USING (SELECT 2L AS id) s ON a.id = s.id WHEN MATCHED THEN UPDATE SET n = a.n * 2",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "lost update by an overwrite",
                        "INSERT OVERWRITE a SELECT id, meanwhile(n) + 1 FROM a",
                        "UPDATE a SET n = n + 5 WHERE id = 1",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "an update of a row that is deleted",
                        "UPDATE a SET n = meanwhile(n) + 1 WHERE id = 1",
                        "DELETE FROM a",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "write skew of two rows of a table",
                        WITHDRAWAL.formatted("meanwhile(n)", 1),
                        WITHDRAWAL.formatted("n", 2),
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "two merges that insert the same missing key",
                        MISSING_KEY.formatted("meanwhile(s.n)"),
                        MISSING_KEY.formatted("s.n"),
                        "a",
                        RejectionReason.ROWS_CHANGED));
    }

    static Stream<Race> lostWhereReadsCount() {
        return Stream.of(
                new Race(
                        "phantom in an aggregate",
                        "INSERT INTO totals SELECT sum(meanwhile(n)) FROM a",
                        "INSERT INTO a VALUES (7, 10)",
                        "a",
                        RejectionReason.ROWS_ADDED),
                new Race(
                        "phantom in the target",
                        "DELETE FROM a WHERE meanwhile(n) = 10",
                        "INSERT INTO a VALUES (7, 10)",
                        "a",
                        RejectionReason.ROWS_ADDED),
                new Race(
                        "an input that is joined",
                        "INSERT INTO totals SELECT meanwhile(b.n) FROM b JOIN a ON a.id = b.id",
                        "DELETE FROM a WHERE id = 1",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "an input that is known from metadata alone",
                        "INSERT INTO totals SELECT meanwhile(n) FROM b WHERE n <= (SELECT max(n) FROM a)",
                        "INSERT INTO a VALUES (8, 99)",
                        "a",
                        RejectionReason.ROWS_ADDED),
                new Race(
                        "an input of a condition",
                        "UPDATE b SET n = meanwhile(n) + 1 WHERE id IN (SELECT id FROM a WHERE n = 10)",
                        "UPDATE a SET n = 0 WHERE id = 3",
                        "a",
                        RejectionReason.ROWS_CHANGED),
                new Race(
                        "an input of a new table",
                        "CREATE TABLE made AS SELECT meanwhile(n) AS n FROM a",
                        "INSERT INTO a VALUES (7, 10)",
                        "a",
                        RejectionReason.ROWS_ADDED),
                new Race(
                        "an input of a table that is replaced",
                        "CREATE OR REPLACE TABLE totals AS SELECT meanwhile(n) AS n FROM a",
                        "DELETE FROM a WHERE id = 2",
                        "a",
                        RejectionReason.ROWS_CHANGED));
    }

    @ParameterizedTest
    @MethodSource("lostAtEveryLevel")
    void theSecondOfTwoWhoChangeTheSameIsRejected(Race race) {
        assertLost(race);
    }

    @ParameterizedTest
    @MethodSource("lostWhereReadsCount")
    void whoHasReadWhatAnotherChangesIsRejectedAtSerializable(Race race) {
        mine.conf().set("spark.sluice.isolationLevel", "serializable");
        assertLost(race);
    }

    @ParameterizedTest
    @MethodSource("lostWhereReadsCount")
    void whoHasReadWhatAnotherChangesComesFirstInTheSerialOrderOtherwise(Race race) {
        RaceSession.makeTables(mine);

        Meanwhile.run(() -> mine.sql(race.mine()), () -> others.sql(race.others()));

        assertThat(RaceSession.state(mine)).isEqualTo(RaceSession.serially(race.mine(), race.others()));
    }

    private void assertLost(Race race) {
        RaceSession.makeTables(mine);
        Map<String, List<String>> others = new TreeMap<>();

        Throwable told = catchThrowable(() -> Meanwhile.run(() -> mine.sql(race.mine()), () -> {
            this.others.sql(race.others());
            others.putAll(RaceSession.state(this.others));
        }));

        assertThat(told)
                .isInstanceOf(CommitRejectedException.class)
                .hasNoCause()
                .hasMessageMatching(
                        "rejected, nothing is committed: default\\.%s: %s, by version 2 \\([A-Z]+ by sluice/.* at 20.*"
                                .formatted(race.table(), race.reason().text()));
        assertThat(((CommitRejectedException) told).reason()).isEqualTo(race.reason());
        assertThat(RaceSession.state(mine)).isEqualTo(others);
        LakeLook lake = new LakeLook(folder);
        for (String table : RaceSession.TABLES) {
            assertThat(lake.orphans("default." + table)).isEmpty();
        }
    }
}
