package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.spark.session.CommitRejectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Spark and Sluice's own SQL at the same tables at the same time: the same rules for both, whoever is second. */
class SparkAndSqlRacesTest {
    private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

    /** Whose transaction is committed last. */
    enum Second {
        SPARK,
        SQL
    }

    @TempDir
    private Path folder;

    private Writer.Spark spark;
    private Writer.Sql sql;

    @BeforeEach
    void makeTables() {
        spark = Writer.Spark.in(folder.resolve("lake").toString());
        sql = Writer.Sql.in(folder.resolve("lake").toString());
        sql.run("CREATE TABLE races.a (id BIGINT, n INTEGER);"
                + " CREATE TABLE races.b (id BIGINT, n INTEGER); CREATE TABLE races.totals (n BIGINT)");
        for (String table : List.of("a", "b")) {
            spark.run("INSERT INTO races.%s SELECT /*+ COALESCE(1) */ id, 10 FROM range(4)".formatted(table));
        }
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private Writer first(Second second) {
        return second == Second.SPARK ? sql : spark;
    }

    private Writer second(Second second) {
        return second == Second.SPARK ? spark : sql;
    }

    private static void assertRejected(Optional<String> said, Second second, String reason, String operation) {
        String winner = second == Second.SPARK ? "duckdb" : "spark 4";
        assertThat(said)
                .get()
                .asString()
                .containsPattern("%s, by version 2 \\(%s by sluice/[^ ]+ \\(%s[^)]*\\) at "
                        .formatted(reason, operation, winner));
    }

    /** Both engines see the same rows. */
    private void assertRows(String query, String... rows) {
        assertThat(spark.run(query)).containsExactly(rows);
        assertThat(sql.run(query)).containsExactly(rows);
    }

    @ParameterizedTest
    @CsvSource({"SPARK, WRITE_SERIALIZABLE", "SPARK, SERIALIZABLE", "SQL, WRITE_SERIALIZABLE", "SQL, SERIALIZABLE"})
    void noUpdateIsLost(Second second, IsolationLevel level) {
        second(second).begin(level);
        second(second).run("UPDATE races.a SET n = n + 1 WHERE id = 1");
        first(second).begin(level);
        first(second).run("UPDATE races.a SET n = n + 5 WHERE id = 1");
        assertThat(first(second).commit()).isEmpty();

        assertRejected(second(second).commit(), second, "rows that this write has read were changed", "UPDATE");

        assertRows("SELECT id, n FROM races.a ORDER BY id", "[0,10]", "[1,15]", "[2,10]", "[3,10]");
    }

    @ParameterizedTest
    @CsvSource({"SPARK, WRITE_SERIALIZABLE", "SPARK, SERIALIZABLE", "SQL, WRITE_SERIALIZABLE", "SQL, SERIALIZABLE"})
    void writeSkewIsForSerializableToNotice(Second second, IsolationLevel level) {
        second(second).begin(level);
        assertThat(second(second).run("SELECT sum(n) FROM races.b WHERE id = 1"))
                .containsExactly("[10]");
        second(second).run("UPDATE races.a SET n = 0 WHERE id = 1");
        first(second).begin(level);
        assertThat(first(second).run("SELECT sum(n) FROM races.a WHERE id = 1")).containsExactly("[10]");
        first(second).run("UPDATE races.b SET n = 0 WHERE id = 1");
        assertThat(first(second).commit()).isEmpty();

        Optional<String> said = second(second).commit();

        String both = "SELECT a.n AS x, b.n AS y FROM races.a AS a JOIN races.b AS b ON a.id = b.id WHERE a.id = 1";
        if (level == IsolationLevel.SERIALIZABLE) {
            assertRejected(said, second, "races.b: rows that this write has read were changed", "UPDATE");
            assertRows(both, "[10,0]");
        } else {
            assertThat(said).isEmpty();
            assertRows(both, "[0,0]");
        }
    }

    @ParameterizedTest
    @CsvSource({"SPARK, WRITE_SERIALIZABLE", "SPARK, SERIALIZABLE", "SQL, WRITE_SERIALIZABLE", "SQL, SERIALIZABLE"})
    void rowsThatComeToWhatWasReadAreForSerializableToNotice(Second second, IsolationLevel level) {
        second(second).begin(level);
        second(second).run("INSERT INTO races.totals SELECT count(*) FROM races.a");
        first(second).run("INSERT INTO races.a VALUES (9, 9)");

        Optional<String> said = second(second).commit();

        if (level == IsolationLevel.SERIALIZABLE) {
            assertRejected(said, second, "races.a: rows were added that this write should have read", "[A-Z]+");
            assertRows("SELECT * FROM races.totals");
        } else {
            assertThat(said).isEmpty();
            assertRows("SELECT * FROM races.totals", "[4]");
        }
        assertRows("SELECT count(*) FROM races.a", "[5]");
    }

    /** Runs statements of SQL in the midst of one of Spark that calls {@code meanwhile}. */
    private void meanwhile(String statements) {
        MEANWHILE.set(() -> sql.run(statements));
        UDF1<Integer, Integer> once = value -> {
            Runnable next = MEANWHILE.getAndSet(null);
            if (next != null) {
                next.run();
            }
            return value;
        };
        spark.session().udf().register("meanwhile", once, DataTypes.IntegerType);
    }

    @Test
    void aStatementOfSparkIsToldOfTheStatementOfSqlThatWasFaster() {
        meanwhile("MERGE INTO races.a USING races.b ON a.id = b.id AND b.id = 1 WHEN MATCHED THEN UPDATE SET n = 7");

        assertThatThrownBy(() -> spark.run("UPDATE races.a SET n = meanwhile(n) + 1"))
                .isInstanceOf(CommitRejectedException.class)
                .hasMessageMatching(
                        "rejected, nothing is committed: races.a: rows that this write has read were changed,"
                                + " by version 2 \\(MERGE by sluice/[^ ]+ \\(duckdb\\) at .*");
        assertRows("SELECT id, n FROM races.a ORDER BY id", "[0,10]", "[1,7]", "[2,10]", "[3,10]");
    }

    @ParameterizedTest
    @EnumSource
    void statementsForOtherRowsOfAFileBothLand(IsolationLevel level) {
        spark.run("SET spark.sluice.isolationLevel=" + level.text());
        meanwhile("UPDATE races.a SET n = 7 WHERE id = 1");

        spark.run("UPDATE races.a SET n = meanwhile(n) + 1 WHERE id = 2");

        assertRows("SELECT id, n FROM races.a ORDER BY id", "[0,10]", "[1,7]", "[2,11]", "[3,10]");
    }
}
