package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trino, Spark and Sluice's own SQL have the same tables. */
class EnginesAtOneLakeTest {
    private TrinoClient trino;
    private Writer sql;
    private Writer spark;

    @BeforeEach
    void connect() {
        trino = SharedTrino.connect();
        sql = Writer.Sql.in(SharedTrino.lake().toString());
        spark = Writer.Spark.in(SharedTrino.lake().toString());
    }

    @AfterEach
    void close() {
        trino.close();
        sql.close();
        spark.close();
    }

    private void assertAllRead(String query, String... rows) {
        for (Writer reader : List.of(trino, sql, spark)) {
            assertThat(reader.run(query)).as("%s reads", reader).containsExactly(rows);
        }
    }

    @Test
    void rowsOfTheOthersAreRead() {
        sql.run("CREATE TABLE read.mixed (id BIGINT NOT NULL, shop STRING, amount DECIMAL(10,2), paid BOOLEAN)"
                + " PARTITIONED BY (shop)");
        sql.run(
                "INSERT INTO read.mixed VALUES (1, 'Ulm', 1.50, true), (2, 'Lyon', NULL, false), (3, NULL, -7.25, NULL)");
        spark.run("INSERT INTO read.mixed VALUES (4, 'Ulm', 2.00, true), (5, 'Ulm', 3, false)");
        spark.run("ALTER TABLE read.mixed RENAME COLUMN amount TO price");
        sql.run("DELETE FROM read.mixed WHERE id = 4");
        spark.run("UPDATE read.mixed SET paid = true WHERE id = 5");

        assertAllRead(
                "SELECT id, shop, price, paid FROM read.mixed ORDER BY id",
                "[1,Ulm,1.50,true]",
                "[2,Lyon,null,false]",
                "[3,null,-7.25,null]",
                "[5,Ulm,3.00,true]");
        assertAllRead("SELECT count(*), sum(price) FROM read.mixed WHERE shop = 'Ulm'", "[2,4.50]");
        assertThat(trino.run("SELECT count(*) FROM read.mixed FOR VERSION AS OF 1"))
                .containsExactly("[3]");
    }

    @Test
    void theOthersReadWhatTrinoHasWritten() {
        trino.run("CREATE SCHEMA written");
        trino.run(
                "CREATE TABLE written.nations AS SELECT nationkey AS id, name, regionkey AS region FROM tpch.tiny.nation");
        trino.run("INSERT INTO written.nations VALUES (100, 'ATLANTIS', NULL)");
        trino.run("UPDATE written.nations SET name = lower(name) WHERE region = 3");
        trino.run("DELETE FROM written.nations WHERE region IN (0, 1)");
        trino.run(
                "MERGE INTO written.nations n USING (VALUES (100, 'found'), (101, 'NEW')) AS s (id, name) ON n.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name, 9)");

        assertAllRead("SELECT count(*), sum(id) FROM written.nations", "[17,404]");
        assertAllRead(
                "SELECT id, name, region FROM written.nations WHERE region = 3 OR id >= 100 ORDER BY id",
                "[6,france,3]",
                "[7,germany,3]",
                "[19,romania,3]",
                "[22,russia,3]",
                "[23,united kingdom,3]",
                "[100,found,null]",
                "[101,NEW,9]");
    }

    @Test
    void eachGoesOnWithWhatTheOthersHaveDone() {
        sql.run("CREATE TABLE relay.steps (n INTEGER, who STRING)");
        for (int round = 0; round < 2; round++) {
            trino.run("INSERT INTO relay.steps SELECT coalesce(max(n), 0) + 1, 'trino' FROM relay.steps");
            spark.run("INSERT INTO relay.steps SELECT max(n) + 1, 'spark' FROM relay.steps");
            sql.run("INSERT INTO relay.steps SELECT max(n) + 1, 'sql' FROM relay.steps");
        }
        assertAllRead(
                "SELECT n, who FROM relay.steps ORDER BY n",
                "[1,trino]",
                "[2,spark]",
                "[3,sql]",
                "[4,trino]",
                "[5,spark]",
                "[6,sql]");
    }

    @Test
    void whoIsSecondIsToldWhoWasFirst() {
        sql.run(
                "CREATE TABLE seconds.a (id BIGINT, n INTEGER); INSERT INTO seconds.a SELECT i, 10 FROM range(3) AS r(i)");
        Map<Writer, String> engines = Map.of(trino, "trino 483", spark, "spark 4[^)]*", sql, "duckdb");
        for (Writer first : engines.keySet()) {
            for (Writer second : engines.keySet()) {
                if (!first.equals(second)) {
                    second.begin(IsolationLevel.WRITE_SERIALIZABLE);
                    second.run("UPDATE seconds.a SET n = n + 1 WHERE id = 1");
                    first.run("UPDATE seconds.a SET n = n + 5 WHERE id = 1");
                    assertThat(second.commit())
                            .as("%s after %s", second, first)
                            .get()
                            .asString()
                            .containsPattern("seconds.a: rows that this write has read were changed, by version \\d+"
                                    + " \\(UPDATE by sluice/[^ ]+ \\(%s\\) at ".formatted(engines.get(first)));
                }
            }
        }
        assertAllRead("SELECT id, n FROM seconds.a ORDER BY id", "[0,10]", "[1,40]", "[2,10]");
    }
}
