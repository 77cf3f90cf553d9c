package io.sluice.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.SharedSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedColumnsTest {
    private final SparkSession spark = SharedSpark.session(SharedSpark.newLake());

    private List<String> rows(String query) {
        return SharedSpark.rows(spark, query);
    }

    private void makeTable(String deletionVectors) {
        spark.sql("CREATE TABLE t (id INT, `n'1` INT, twice BIGINT NOT NULL GENERATED ALWAYS AS (`n'1` * 2),"
                + " label STRING GENERATED ALWAYS AS (concat('<', id, '>')))"
                + " TBLPROPERTIES ('delta.enableDeletionVectors'='" + deletionVectors + "')");
    }

    @Test
    void valuesAreComputedWhereAStatementGivesNone() throws Exception {
        makeTable("true");
        spark.sql("INSERT INTO t (id, `n'1`) VALUES (1, 10)");
        spark.sql("INSERT INTO t VALUES (2, 20, DEFAULT, DEFAULT)");
        spark.sql("INSERT INTO t BY NAME SELECT 3 AS id, 30 AS `n'1`, '<3>' AS label");
        spark.sql("SELECT 4 AS id, 40 AS `n'1`").writeTo("t").append();
        spark.sql("INSERT INTO t VALUES (5, 50, 100, '<5>')");

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[1,10,20,<1>]", "[2,20,40,<2>]", "[3,30,60,<3>]", "[4,40,80,<4>]", "[5,50,100,<5>]");
        assertThat(rows("SELECT id FROM t WHERE twice = 60")).containsExactly("[3]");
    }

    @Test
    void aValueThatIsNotTheExpressionsIsRefusedByNameAndExpression() {
        makeTable("true");
        spark.sql("INSERT INTO t (id, `n'1`) VALUES (1, 10)");

        for (String statement : List.of(
                "INSERT INTO t VALUES (2, 20, 41, NULL)",
                "UPDATE t SET twice = 41",
                "MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET `n'1` = 0, twice = 41",
                "INSERT OVERWRITE t VALUES (2, 20, 41, NULL)")) {
            assertThatThrownBy(() -> spark.sql(statement))
                    .as(statement)
                    .hasMessageContaining(
                            "CHECK constraint of the generated column twice <=> `n'1` * 2 violated by row")
                    .hasMessageContaining("twice : 41");
        }
        assertThatThrownBy(() -> spark.sql("INSERT INTO t (id) VALUES (2)"))
                .hasStackTraceContaining("column 'twice' is NOT NULL");
        assertThat(rows("SELECT * FROM t")).containsExactly("[1,10,20,<1>]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void updatesAndMergesComputeWhatTheyDoNotSet(String deletionVectors) {
        makeTable(deletionVectors);
        spark.sql("INSERT INTO t (id, `n'1`) VALUES (1, 10), (2, 20), (3, 30)");

        spark.sql("UPDATE t SET `n'1` = 11 WHERE id = 1");
        spark.sql("UPDATE t AS x SET x.`n'1` = 21, twice = 42 WHERE x.id = 2");
        spark.sql("MERGE INTO lake.default.t AS x USING (SELECT explode(array(2, 3, 4)) AS id) s ON x.id = s.id"
                + " WHEN MATCHED AND s.id = 2 THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET `n'1` = 31"
                + " WHEN NOT MATCHED THEN INSERT (id, `n'1`) VALUES (s.id, 40)"
                + " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET id = 5");

        assertThat(rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("[3,31,62,<3>]", "[4,40,80,<4>]", "[5,11,22,<5>]");
    }

    @Test
    void theTargetMayBeNamedInAnyWayThatSqlHas() {
        makeTable("true");
        spark.sql("INSERT INTO t (id, `n'1`) VALUES (1, 10)");
        spark.sql("USE spark_catalog");

        int n = 10;
        for (String target : List.of("lake.t", "lake.default.t AS t", "IDENTIFIER('lake.' || 'default.t')")) {
            spark.sql("UPDATE %s SET `n'1` = %d".formatted(target, ++n));
            assertThat(rows("SELECT twice FROM lake.t")).as(target).containsExactly("[%d]".formatted(2 * n));
        }
        spark.sql(
                "MERGE INTO IDENTIFIER(:t) AS x USING (SELECT 1 AS id) s ON x.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET `n'1` = 50",
                Map.of("t", "lake.default.t"));
        assertThat(rows("SELECT twice FROM lake.t")).containsExactly("[100]");
    }

    @Test
    void aViewThatHidesTheTableIsNotTakenForIt() {
        makeTable("true");
        spark.sql("CREATE TEMPORARY VIEW t AS SELECT 1 AS id");

        assertThatThrownBy(() -> spark.sql("UPDATE t SET id = 2")).hasMessageContaining("UPDATE TABLE");
    }

    @Test
    void tablesArePartitionedByWhatIsGenerated() {
        spark.sql("CREATE TABLE t (id INT, at TIMESTAMP, day DATE GENERATED ALWAYS AS (CAST(at AS DATE)))"
                + " PARTITIONED BY (day)");
        spark.sql("INSERT INTO t (id, at) SELECT id, timestamp_seconds((id % 40) * 86400) FROM range(400)");

        assertThat(rows("SELECT count(DISTINCT day), count(*), min(day), max(day) FROM t"))
                .containsExactly("[40,400,1970-01-01,1970-02-09]");
        assertThat(rows("SELECT count(*) FROM t WHERE day = DATE '1970-01-03'")).containsExactly("[10]");
        spark.sql("UPDATE t SET at = TIMESTAMP '2000-01-01 12:00:00' WHERE id = 7");
        assertThat(rows("SELECT id FROM t WHERE day = DATE '2000-01-01'")).containsExactly("[7]");
    }

    @Test
    void constraintsAreAboutTheValuesThatAreMade() {
        spark.sql("CREATE TABLE t (n INT, twice INT GENERATED ALWAYS AS (n * 2), CONSTRAINT small CHECK (twice < 10))");
        spark.sql("INSERT INTO t (n) VALUES (4)");

        assertThatThrownBy(() -> spark.sql("INSERT INTO t (n) VALUES (5)"))
                .hasStackTraceContaining("CHECK constraint small twice < 10 violated by row with values")
                .hasStackTraceContaining("twice : 10");
    }

    @Test
    void columnsThatOthersAreMadeOfStay() {
        makeTable("true");

        assertThatThrownBy(() -> spark.sql("ALTER TABLE t DROP COLUMN id"))
                .hasMessageContaining("the generated column 'label' is made of it");
        assertThatThrownBy(() -> spark.sql("CREATE TABLE u (id INT, r DOUBLE GENERATED ALWAYS AS (rand()))"))
                .hasMessageContaining("not deterministic");
    }
}
