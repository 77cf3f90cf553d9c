package io.sluice.spark.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.write.LakeLook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of two sessions, step by step beside each other. */
class TransactionRacesTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession first = RaceSession.in(folder);
    private final SparkSession second = RaceSession.in(folder);

    @BeforeEach
    void makeTables() {
        RaceSession.makeTables(first);
    }

    private static void begin(SparkSession session, IsolationLevel level) {
        String name = level == IsolationLevel.SERIALIZABLE ? "serializable" : "write-serializable";
        session.sql("CALL lake.system.begin(isolation_level => '%s')".formatted(name));
    }

    private static void commit(SparkSession session) {
        session.sql("CALL lake.system.commit()");
    }

    private static List<String> rows(SparkSession session, String query) {
        return SharedSpark.rows(session, query);
    }

    private void assertRejected(SparkSession loser, String message) {
        Map<String, List<String>> winner = RaceSession.state(second);
        assertThatThrownBy(() -> commit(loser))
                .isInstanceOf(CommitRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith("): the transaction is over");
        assertThat(RaceSession.state(first)).isEqualTo(winner);
        LakeLook lake = new LakeLook(folder);
        for (String table : RaceSession.TABLES) {
            assertThat(lake.orphans("default." + table)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWhoChangeARowTheSecondLosesAllThatItHasChanged(IsolationLevel level) {
        begin(first, level);
        begin(second, level);
        first.sql("UPDATE a SET n = n + 1 WHERE id = 1");
        first.sql("UPDATE b SET n = n + 1 WHERE id = 1");
        second.sql("UPDATE b SET n = n + 5 WHERE id = 1");
        commit(second);

        assertRejected(first, "default.b: rows that this write has read were changed, by version 2 (UPDATE by sluice/");
        assertThat(rows(first, "SELECT a.n, b.n FROM a JOIN b ON a.id = b.id WHERE a.id = 1"))
                .containsExactly("[10,15]");
    }

    @ParameterizedTest
    @EnumSource
    void writeSkewOverTwoTablesIsForSerializableToNotice(IsolationLevel level) {
        begin(first, level);
        begin(second, level);
        assertThat(rows(first, "SELECT sum(n) FROM b WHERE id = 1")).containsExactly("[10]");
        first.sql("UPDATE a SET n = 0 WHERE id = 1");
        assertThat(rows(second, "SELECT sum(n) FROM a WHERE id = 1")).containsExactly("[10]");
        second.sql("UPDATE b SET n = 0 WHERE id = 1");
        commit(second);

        if (level == IsolationLevel.SERIALIZABLE) {
            assertRejected(first, "default.b: rows that this write has read were changed, by version 2 (UPDATE by");
        } else {
            commit(first);
            assertThat(rows(first, "SELECT a.n, b.n FROM a JOIN b ON a.id = b.id WHERE a.id = 1"))
                    .containsExactly("[0,0]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatComeToWhatWasReadAreForSerializableToNotice(IsolationLevel level) {
        begin(first, level);
        assertThat(rows(first, "SELECT count(*) FROM a")).containsExactly("[4]");
        first.sql("INSERT INTO totals VALUES (4)");
        second.sql("INSERT INTO a VALUES (9, 9)");

        if (level == IsolationLevel.SERIALIZABLE) {
            assertRejected(first, "default.a: rows were added that this write should have read, by version 2 (WRITE");
        } else {
            commit(first);
            assertThat(rows(first, "SELECT * FROM totals")).containsExactly("[4]");
        }
    }

    @Test
    void readersSeeOneMomentOfAllTables() {
        String sum = "SELECT (SELECT sum(n) FROM a) + (SELECT sum(n) FROM b)";
        begin(first, IsolationLevel.SERIALIZABLE);
        assertThat(rows(first, "SELECT sum(n) FROM a")).containsExactly("[40]");

        begin(second, IsolationLevel.SERIALIZABLE);
        second.sql("UPDATE a SET n = n - 5 WHERE id = 1");
        second.sql("UPDATE b SET n = n + 5 WHERE id = 1");
        commit(second);

        assertThat(rows(first, "SELECT sum(n) FROM b")).containsExactly("[40]");
        assertThat(rows(first, sum)).containsExactly("[80]");
        commit(first);
        assertThat(rows(first, "SELECT sum(n) FROM b")).containsExactly("[45]");
    }
}
