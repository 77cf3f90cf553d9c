package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that Trino changes while others are at them. */
class TrinoRowChangesTest {
    private TwoTables tables;
    private TrinoClient trino;
    private TrinoClient other;
    private Writer sql;

    @BeforeEach
    void makeTables() {
        tables = TwoTables.in("changes");
        trino = tables.trino();
        other = tables.other();
        sql = tables.sql();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void changesOfSeveralTablesAreOneCommit() {
        long a = tables.version("a");
        long b = tables.version("b");

        trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
        trino.run("INSERT INTO changes.a VALUES (9, 9)");
        trino.run("DELETE FROM changes.a WHERE id IN (0, 9)");
        trino.run("UPDATE changes.a SET n = n + 1 WHERE id = 1");
        trino.run("INSERT INTO changes.b SELECT id + 100, n FROM changes.a");
        assertThat(trino.run("SELECT id, n FROM changes.a ORDER BY id")).containsExactly("[1,11]", "[2,10]", "[3,10]");
        assertThat(other.run("SELECT count(*), sum(n) FROM changes.a")).containsExactly("[4,40]");
        assertThat(sql.run("SELECT count(*) FROM changes.b")).containsExactly("[4]");
        assertThat(trino.commit()).isEmpty();

        for (Writer reader : List.of(trino, other, sql)) {
            assertThat(reader.run("SELECT id, n FROM changes.a ORDER BY id"))
                    .containsExactly("[1,11]", "[2,10]", "[3,10]");
            assertThat(reader.run("SELECT count(*), sum(n) FROM changes.b")).containsExactly("[7,71]");
        }
        assertThat(tables.version("a")).isEqualTo(a + 1);
        assertThat(tables.version("b")).isEqualTo(b + 1);
    }

    @Test
    void theWinnerAndTheReasonAreTold() {
        trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
        trino.run("UPDATE changes.a SET n = n + 1 WHERE id = 1");
        other.run("UPDATE changes.a SET n = n + 5 WHERE id = 1");

        assertThat(trino.commit())
                .get()
                .asString()
                .containsPattern("changes.a: rows that this write has read were changed, by version \\d+"
                        + " \\(UPDATE by sluice/[^ ]+ \\(trino 483\\) at ");
        assertThat(sql.run("SELECT n FROM changes.a WHERE id = 1")).containsExactly("[15]");
    }

    @Test
    void aStatementByItselfIsToldTheSame() throws Exception {
        String slow = "UPDATE changes.a SET n = n + 1 WHERE id = 1"
                + " AND (SELECT count(DISTINCT orderkey + linenumber) FROM tpch.sf1.lineitem) > 0";
        Thread meanwhile = new Thread(() -> {
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> !other.run(
                                    "SELECT 1 FROM system.runtime.tasks t JOIN system.runtime.queries q USING (query_id)"
                                            + " WHERE q.query LIKE 'UPDATE%lineitem%' AND q.state = 'RUNNING' AND t.split_cpu_time_ms > 500")
                            .isEmpty());
            sql.run("UPDATE changes.a SET n = n + 5 WHERE id = 1");
        });
        meanwhile.start();

        assertThatThrownBy(() -> trino.run(slow))
                .isInstanceOfSatisfying(
                        TrinoFailure.class,
                        failure -> assertThat(failure.isConflict()).isTrue())
                .hasMessageContaining(
                        "rejected, nothing is committed: changes.a: rows that this write has read were changed")
                .hasMessageContaining("(duckdb)");
        meanwhile.join();
        assertThat(sql.run("SELECT n FROM changes.a WHERE id = 1")).containsExactly("[15]");
    }

    @ParameterizedTest
    @EnumSource
    void writeSkewIsForSerializableToNotice(IsolationLevel level) {
        trino.begin(level);
        assertThat(trino.run("SELECT sum(n) FROM changes.b WHERE id = 1")).containsExactly("[10]");
        trino.run("UPDATE changes.a SET n = 0 WHERE id = 1");
        sql.begin(level);
        assertThat(sql.run("SELECT sum(n) FROM changes.a WHERE id = 1")).containsExactly("[10]");
        sql.run("UPDATE changes.b SET n = 0 WHERE id = 1");
        assertThat(sql.commit()).isEmpty();

        String both = "SELECT a.n, b.n FROM changes.a AS a JOIN changes.b AS b ON a.id = b.id WHERE a.id = 1";
        if (level == IsolationLevel.SERIALIZABLE) {
            assertThat(trino.commit())
                    .get()
                    .asString()
                    .contains("changes.b: rows that this write has read were changed");
            assertThat(other.run(both)).containsExactly("[10,0]");
        } else {
            assertThat(trino.commit()).isEmpty();
            assertThat(other.run(both)).containsExactly("[0,0]");
        }
    }
}
