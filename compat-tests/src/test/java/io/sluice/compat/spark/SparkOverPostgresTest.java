package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.program.MortalDriver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark at a lake whose catalog is in PostgreSQL. */
class SparkOverPostgresTest {
    private static final String MERGE = "MERGE INTO races.a USING (SELECT id FROM races.b) AS s ON a.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET n = 0 WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 1)";

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;
    private String uri;
    private Writer.Spark spark;

    @BeforeEach
    void makeTables() throws IOException {
        postgres = EmbeddedPostgres.start();
        uri = "postgresql://postgres@127.0.0.1:%d/postgres?warehouse=%s"
                .formatted(postgres.getPort(), folder.resolve("lake"));
        spark = Writer.Spark.in(uri);
        List.of(
                        "CREATE NAMESPACE races",
                        "CREATE TABLE races.a (id BIGINT, n INT)",
                        "CREATE TABLE races.b (id BIGINT)",
                        "INSERT INTO races.a SELECT /*+ COALESCE(1) */ id, 10 FROM range(3)",
                        "INSERT INTO races.b VALUES (2), (3)")
                .forEach(spark::run);
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    private static void race(Writer winner, Writer loser) {
        loser.begin(IsolationLevel.SERIALIZABLE);
        loser.run("UPDATE races.a SET n = n + 1 WHERE id = 1");
        winner.begin(IsolationLevel.SERIALIZABLE);
        winner.run("UPDATE races.a SET n = n + 5 WHERE id = 1");
        winner.run("INSERT INTO races.b VALUES (7)");
        assertThat(winner.commit()).isEmpty();

        assertThat(loser.commit())
                .get()
                .asString()
                .contains("races.a: rows that this write has read were changed, by version", "UPDATE by sluice/");
    }

    @Test
    void ofTwoWhoChangeARowOneWins() {
        Writer.Spark other = Writer.Spark.in(uri);
        race(other, spark);
        assertThat(spark.run("SELECT n FROM races.a ORDER BY id")).containsExactly("[10]", "[15]", "[10]");

        try (Writer.Sql sql = Writer.Sql.in(uri)) {
            race(sql, spark);
            race(spark, sql);
            assertThat(sql.run("SELECT n FROM races.a ORDER BY id")).containsExactly("[10]", "[25]", "[10]");
        }
        assertThat(spark.run("SELECT count(*) FROM races.b")).containsExactly("[5]");
    }

    @Test
    void aMergeOfADriverThatIsKilledIsThereWhollyOrNotAtAll() throws Exception {
        kill("BEFORE_THE_DECISION");
        assertThat(spark.run("SELECT id, n FROM races.a ORDER BY id")).containsExactly("[0,10]", "[1,10]", "[2,10]");

        kill("AFTER_THE_DECISION");
        assertThat(spark.run("SELECT id, n FROM races.a ORDER BY id"))
                .containsExactly("[0,10]", "[1,10]", "[2,0]", "[3,1]");
        spark.run(MERGE);
        assertThat(spark.run("SELECT id, n FROM races.a ORDER BY id"))
                .containsExactly("[0,10]", "[1,10]", "[2,0]", "[3,0]");
    }

    /** In a process with the packaged connector, whose driver of PostgreSQL has a name of its own. */
    private void kill(String death) throws Exception {
        LimitedRun run = LimitedRun.of(SparkProgram.of(MortalDriver.class).command(uri, death, MERGE), folder);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(LimitedRun.KILLED);
    }
}
