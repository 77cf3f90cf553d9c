package io.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.session.StatementEnd.Done;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single statements: what they tell besides what they do, and where new columns go. */
class StatementsTest {
    @TempDir
    private Path folder;

    private Lake lake;
    private SqlSession session;

    @BeforeEach
    void open() {
        lake = Lake.open(LakeUri.parse(folder.resolve("lake").toString()), OpenMode.CREATE_IF_MISSING);
        LakeSource source = new LakeSource() {
            @Override
            public Optional<Lake> existing() {
                return Optional.of(lake);
            }

            @Override
            public Lake made() {
                return lake;
            }
        };
        session = new SqlSession(source, SessionSettings.DEFAULT, DuckDbSettings.DEFAULT, new Cancellation());
        run("CREATE TABLE t AS SELECT i::INTEGER AS a, 'x' || i AS b FROM range(6) r(i)");
    }

    @AfterEach
    void close() {
        session.close();
        lake.close();
    }

    private List<String> run(String script) {
        RecordedOutput output = new RecordedOutput();
        assertThat(session.runScript(script, output)).isEqualTo(new Done());
        return output.said();
    }

    @Test
    void newRowsAreReturnedAsTheyAreStored() {
        assertThat(run("INSERT INTO t (b) VALUES ('n') RETURNING *, upper(b) AS u"))
                .containsExactly("[null, n, N]", "INSERT 1 row, version 1");
        assertThat(run("INSERT INTO t SELECT 7.0, 'seven' RETURNING a")).startsWith("[7]");
        assertThat(run("INSERT INTO t SELECT 1, 'x' WHERE false RETURNING a")).containsExactly("INSERT 0 rows");
    }

    @Test
    void changedRowsAreReturnedWithTheirNewValuesAndDeletedOnesAsTheyWere() {
        assertThat(run("UPDATE t AS old SET a = a + 10 WHERE a >= 4 RETURNING old.a, b || '!'"))
                .containsExactly("[14, x4!]", "[15, x5!]", "UPDATE 2 rows, version 1");
        assertThat(run("UPDATE t SET b = s.n FROM (SELECT 1 AS k, 'one' AS n) s WHERE s.k = t.a RETURNING t.*"))
                .containsExactly("[1, one]", "UPDATE 1 row, version 2");
        assertThat(run("DELETE FROM t USING (SELECT 2 AS k) s WHERE s.k = t.a RETURNING *"))
                .containsExactly("[2, x2]", "DELETE 1 row, version 3");
        assertThat(run("UPDATE t SET a = 0 WHERE a = 99 RETURNING a")).containsExactly("UPDATE 0 rows");
        assertThat(run("BEGIN; DELETE FROM t RETURNING a; ROLLBACK; SELECT count(*) FROM t"))
                .containsExactlyInAnyOrder(
                        "BEGIN", "[0]", "[1]", "[3]", "[14]", "[15]", "DELETE 5 rows", "ROLLBACK", "[5]");
    }

    @Test
    void aStatementWhoseReturnedValuesFailChangesNothing() {
        assertThatThrownBy(() -> run("DELETE FROM t RETURNING nothing"))
                .hasMessageContaining("\"nothing\"")
                .hasMessageEndingWith("\n\nLINE 1: DELETE FROM t RETURNING nothing\n                                ^");
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (1, 'x') RETURNING b::INTEGER"))
                .hasMessageContaining("Could not convert");
        assertThatThrownBy(() -> run("UPDATE t SET b = 'x' RETURNING b::INTEGER"))
                .hasMessageContaining("Could not convert");
        assertThat(run("SELECT count(*), count(DISTINCT b) FROM t")).containsExactly("[6, 6]");
        assertThat(folder.resolve("lake/default").toFile().listFiles()).hasSize(1);
        assertThat(folder.resolve("lake/default")
                        .toFile()
                        .listFiles()[0]
                        .listFiles((place, name) -> name.endsWith(".parquet")))
                .as("only the first file is left")
                .hasSize(1);
    }

    @Test
    void aWriteIsExplainedByThePlanOfWhatItReads() {
        String join = "MERGE INTO t USING (SELECT 1 AS k) s ON t.a = s.k WHEN MATCHED THEN DELETE";
        for (String write : List.of(
                "UPDATE t SET b = s.n FROM (SELECT 1 AS k, 'one' AS n) s WHERE s.k = t.a",
                "DELETE FROM t WHERE a = 3",
                "INSERT INTO t SELECT a, b FROM t WHERE a > 2",
                "WITH s AS (SELECT 1 AS k) DELETE FROM t USING s WHERE s.k = t.a",
                join,
                join + " WHEN NOT MATCHED THEN INSERT (a) VALUES (s.k)")) {
            assertThat(run("EXPLAIN " + write)).singleElement().asString().contains("physical_plan", "PARQUET");
        }
        assertThat(run("SELECT count(*) FROM t; EXPLAIN SELECT 1")).startsWith("[6]");
        assertThatThrownBy(() -> run("EXPLAIN ANALYZE DELETE FROM t"))
                .hasMessageStartingWith(
                        "EXPLAIN ANALYZE would have to run the statement: EXPLAIN shows the plan of what it reads\n\nLINE 1: ");
        assertThatThrownBy(() -> run("EXPLAIN DELETE FROM t WHERE c = 1"))
                .hasMessageContaining("LINE 1: EXPLAIN DELETE FROM t WHERE c = 1\n");
    }

    @Test
    void aNewColumnGoesWhereItIsSaid() {
        run("ALTER TABLE t ADD COLUMN c INT FIRST; ALTER TABLE t ADD COLUMNS (d INT AFTER c, e INT COMMENT 'x' AFTER D,"
                + " f INT); UPDATE t SET d = 4 WHERE a = 1");
        assertThat(run("SELECT * FROM t WHERE a < 2 ORDER BY a"))
                .containsExactly("[null, null, null, 0, x0, null]", "[null, 4, null, 1, x1, null]");
        assertThatThrownBy(() -> run("ALTER TABLE t ADD COLUMN g INT AFTER nothing"))
                .hasMessageStartingWith("there is no column 'nothing': the table has c, d, e, a, b, f\n\nLINE 1: ");
        assertThatThrownBy(() -> run("CREATE TABLE u (a INT FIRST)")).hasMessageStartingWith("FIRST is not supported");
    }

    @Test
    void typesAreCalledAsInTheStatement() {
        assertThatThrownBy(() -> run("ALTER TABLE t ALTER COLUMN a TYPE SMALLINT"))
                .hasMessageStartingWith(
                        "column 'a' cannot change from INTEGER to SMALLINT: that could change values\n\nLINE 1: ALTER");
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (1.5, 'x')"))
                .hasMessageStartingWith("column 'a' of type INTEGER cannot hold 1.5 without changing it");
    }
}
