package io.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.OpenMode;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.lake.Pins;
import io.sluice.session.StatementEnd.Done;
import io.sluice.session.StatementEnd.Rejected;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlSessionTest {
    @TempDir
    private Path folder;

    private Lake lake;
    private SqlSession session;
    private SqlSession other;

    @BeforeEach
    void open() {
        lake = Lake.open(LakeUri.parse(folder.resolve("lake").toString()), OpenMode.CREATE_IF_MISSING);
        session = session(SessionSettings.DEFAULT);
        other = session(SessionSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        session.close();
        other.close();
        lake.close();
    }

    private SqlSession session(SessionSettings settings) {
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
        return new SqlSession(source, settings, DuckDbSettings.DEFAULT, new Cancellation());
    }

    private static List<String> run(SqlSession session, String script) {
        RecordedOutput output = new RecordedOutput();
        assertThat(session.runScript(script, output)).isEqualTo(new Done());
        return output.said();
    }

    private List<String> run(String script) {
        return run(session, script);
    }

    /** Runs statements of which the last may leave a transaction open, and says how the last one ended. */
    private static StatementEnd step(SqlSession session, String script) {
        StatementEnd end = new Done();
        for (var statement : io.sluice.sql.SqlScript.parse(script)) {
            end = session.run(statement, new RecordedOutput());
        }
        return end;
    }

    private void accounts() {
        run("CREATE TABLE bank.left AS SELECT i::BIGINT AS id, 100::BIGINT AS amount FROM range(3) t(i);"
                + "CREATE TABLE bank.right AS FROM bank.left");
    }

    @Test
    void statementsSayWhatTheyHaveCommitted() {
        assertThat(run("CREATE TABLE t (a INT, b VARCHAR); INSERT INTO t VALUES (1, 'x'), (2, 'y');"
                        + " UPDATE t SET b = 'z' WHERE a = 2; DELETE FROM t WHERE a = 9; DELETE FROM t WHERE a = 1;"
                        + " FROM t; TRUNCATE t; DROP TABLE t"))
                .containsExactly(
                        "CREATE TABLE, version 0",
                        "INSERT 2 rows, version 1",
                        "UPDATE 1 row, version 2",
                        "DELETE 0 rows",
                        "DELETE 1 row, version 3",
                        "[2, z]",
                        "TRUNCATE 1 row, version 4",
                        "DROP TABLE");
    }

    @Test
    void aTransactionOverTwoTablesIsSeenByItselfAtOnceAndByOthersAsAWhole() {
        accounts();
        step(session, "BEGIN; UPDATE bank.left SET amount = amount - 30 WHERE id = 1");
        step(session, "UPDATE bank.right SET amount = amount + 30 WHERE id = 1");
        String sums = "SELECT (SELECT sum(amount) FROM bank.left), (SELECT sum(amount) FROM bank.right)";
        assertThat(run(other, sums)).containsExactly("[300, 300]");
        RecordedOutput output = new RecordedOutput();
        session.run(io.sluice.sql.SqlScript.parseOne(sums), output);
        session.run(io.sluice.sql.SqlScript.parseOne("COMMIT"), output);
        assertThat(output.said()).containsExactly("[270, 330]", "COMMIT, bank.left version 1, bank.right version 1");
        assertThat(run(other, sums)).containsExactly("[270, 330]");
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothing() {
        accounts();
        assertThat(run("BEGIN; DELETE FROM bank.left; INSERT INTO bank.right VALUES (9, 9); ROLLBACK;"
                        + " SELECT (SELECT count(*) FROM bank.left), (SELECT count(*) FROM bank.right)"))
                .containsExactly("BEGIN", "DELETE 3 rows", "INSERT 1 row", "ROLLBACK", "[3, 3]");
    }

    @Test
    void aTransactionKeepsToTheMomentOfItsFirstRead() {
        accounts();
        step(session, "BEGIN; SELECT count(*) FROM bank.left");
        run(other, "DELETE FROM bank.right");
        RecordedOutput output = new RecordedOutput();
        session.run(io.sluice.sql.SqlScript.parseOne("SELECT count(*) FROM bank.right"), output);
        assertThat(output.said()).containsExactly("[3]");
        assertThat(step(session, "COMMIT")).isEqualTo(new Done());
    }

    @Test
    void aTransactionThatOthersHaveOvertakenIsToldWhoseCommitStandsInTheWay() {
        accounts();
        step(session, "BEGIN; UPDATE bank.left SET amount = 0 WHERE id = 1; DELETE FROM bank.right WHERE id = 2");
        run(other, "UPDATE bank.left SET amount = 7 WHERE id = 1");
        StatementEnd end = step(session, "COMMIT");
        assertThat(end).isInstanceOf(Rejected.class);
        assertThat(((Rejected) end).message())
                .matches("rejected, nothing is committed: bank\\.left: rows that this write has read were changed,"
                        + " by version 1 \\(UPDATE by sluice/\\S+ \\(duckdb\\) at \\S+\\)\\."
                        + " The transaction is over: begin it again");
        assertThat(session.isInTransaction()).isFalse();
        assertThat(run("SELECT sum(amount) FROM bank.left; SELECT count(*) FROM bank.right"))
                .containsExactly("[207]", "[3]");
    }

    @Test
    void changesOfDifferentRowsOfOneFileBothLand() {
        accounts();
        step(session, "BEGIN; UPDATE bank.left SET amount = 0 WHERE id = 1");
        run(other, "UPDATE bank.left SET amount = 7 WHERE id = 2");
        assertThat(step(session, "COMMIT")).isEqualTo(new Done());
        assertThat(run("SELECT amount FROM bank.left ORDER BY id")).containsExactly("[100]", "[0]", "[7]");
    }

    @Test
    void statementsOutsideOfTransactionsAreRunAgainUntilTheyLand() throws Exception {
        run("CREATE TABLE counter AS SELECT 0 AS n");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> writers = new ArrayList<>();
        for (SqlSession each : List.of(session, other)) {
            writers.add(threads.submit(() -> {
                for (int i = 0; i < 5; i++) {
                    run(each, "UPDATE counter SET n = n + 1");
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();
        assertThat(run("FROM counter")).containsExactly("[10]");
    }

    @Test
    void afterAnErrorATransactionOnlyTakesRollback() {
        accounts();
        assertThatThrownBy(() -> step(session, "BEGIN; DELETE FROM bank.left; SELECT nope"))
                .isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> step(session, "SELECT 1"))
                .hasMessage("the transaction has failed, because of the error before: only ROLLBACK ends it");
        assertThatThrownBy(() -> step(session, "COMMIT"))
                .hasMessage("the transaction has failed, because of the error before: only ROLLBACK ends it");
        assertThat(step(session, "ROLLBACK")).isEqualTo(new Done());
        assertThat(run("SELECT count(*) FROM bank.left")).containsExactly("[3]");
    }

    @Test
    void aScriptThatLeavesATransactionOpenHasCommittedNothingOfIt() {
        accounts();
        assertThatThrownBy(() -> run("BEGIN; DELETE FROM bank.left"))
                .hasMessage(
                        "the transaction was not ended: nothing of it is committed. End it with COMMIT or ROLLBACK");
        assertThat(run("SELECT count(*) FROM bank.left")).containsExactly("[3]");
    }

    @Test
    void tablesAreMadeReplacedRenamedAndDroppedWithinATransaction() {
        accounts();
        assertThat(
                        run(
                                "BEGIN; CREATE TABLE new.sums (who VARCHAR, amount BIGINT NOT NULL) PARTITIONED BY (who);"
                                        + " INSERT INTO new.sums SELECT 'left', sum(amount) FROM bank.left;"
                                        + " CREATE OR REPLACE TABLE bank.left AS SELECT id FROM bank.left WHERE id > 1;"
                                        + " UPDATE new.sums SET amount = amount + 1; DROP TABLE bank.right;"
                                        + " ALTER TABLE bank.left RENAME TO bank.right; FROM bank.right; FROM new.sums; SHOW TABLES;"
                                        + " CREATE TABLE IF NOT EXISTS new.sums (a INT); CREATE OR REPLACE TABLE t AS SELECT 1 AS a; COMMIT"))
                .containsExactly(
                        "BEGIN",
                        "CREATE TABLE",
                        "INSERT 1 row",
                        "CREATE OR REPLACE TABLE 1 row",
                        "UPDATE 1 row",
                        "DROP TABLE",
                        "ALTER TABLE",
                        "[2]",
                        "[left, 301]",
                        "[bank, right]",
                        "[new, sums]",
                        "CREATE TABLE",
                        "CREATE TABLE 1 row",
                        "COMMIT, bank.right version 1, default.t version 0, new.sums version 0");
        assertThat(run(other, "SHOW TABLES; FROM new.sums; FROM bank.right; INSERT INTO new.sums VALUES ('x', 1)"))
                .containsExactly(
                        "[bank, right]",
                        "[default, t]",
                        "[new, sums]",
                        "[left, 301]",
                        "[2]",
                        "INSERT 1 row, version 1");
    }

    @Test
    void whatATransactionDoesToNamesIsRolledBackWithIt() {
        accounts();
        assertThat(run("BEGIN; CREATE TABLE t AS SELECT 1 AS a; DROP TABLE bank.left; ROLLBACK; SHOW TABLES"))
                .endsWith("ROLLBACK", "[bank, left]", "[bank, right]");
        step(session, "BEGIN; CREATE TABLE t AS SELECT 1 AS a; INSERT INTO t VALUES (2)");
        run(other, "CREATE TABLE t AS SELECT 'theirs' AS a");
        assertThat(step(session, "COMMIT"))
                .isEqualTo(
                        new Rejected(
                                "rejected, nothing is committed: default.t: another table has taken the name. The transaction is over: begin it again"));
        assertThatThrownBy(() -> run("BEGIN; DROP TABLE nothing"))
                .hasMessageStartingWith("there is no table default.nothing\n\nLINE 1: BEGIN; DROP TABLE nothing");
        step(session, "ROLLBACK");
        assertThatThrownBy(() -> run("BEGIN; ALTER TABLE bank.left RENAME TO bank.right"))
                .hasMessageStartingWith("there is a table bank.right already\n\nLINE 1: BEGIN; ALTER TABLE bank.left");
    }

    @Test
    void aReadOnlyTransactionChangesNothing() {
        accounts();
        assertThatThrownBy(() -> run("BEGIN READ ONLY; DELETE FROM bank.left"))
                .hasMessageStartingWith("the transaction is READ ONLY: it changes nothing\n\nLINE 1: ");
    }

    @Test
    void serializableTransactionsDependOnWhatTheyOnlyRead() {
        accounts();
        step(
                session,
                "SET sluice.isolation = 'serializable'; BEGIN; SELECT sum(amount) FROM bank.right;"
                        + " INSERT INTO bank.left VALUES (9, 300)");
        run(other, "INSERT INTO bank.right VALUES (9, 1)");
        assertThat(step(session, "COMMIT")).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> step(session, "SET sluice.isolation = 'snapshot'"))
                .hasMessageStartingWith(
                        "'snapshot' is not an isolation level: write 'serializable' or 'write-serializable'");
    }

    @Test
    void versionsThatWereReadElsewhereAreCheckedWhenTheResultIsWritten() {
        accounts();
        run("SELECT * FROM bank.right");
        Pins pins = session.pins();
        assertThat(pins.texts().keySet()).contains("bank.right");
        SqlSession pipeline = session(new SessionSettings(Optional.empty(), pins, Reruns.DEFAULT));
        run(other, "DELETE FROM bank.right WHERE id = 0");
        RecordedOutput output = new RecordedOutput();
        assertThat(pipeline.runScript("SELECT count(*) FROM bank.right", output))
                .isEqualTo(new Done());
        assertThat(output.said()).containsExactly("[3]");
        StatementEnd end = pipeline.runScript("INSERT INTO bank.left VALUES (7, 7)", output);
        assertThat(end).isInstanceOf(Rejected.class);
        assertThat(((Rejected) end).message())
                .startsWith("rejected, nothing is committed: bank.right: rows that this write has read were changed,"
                        + " by version 1 (DELETE by ");
        pipeline.close();
    }

    @Test
    void constraintsAreCheckedAgainstTheRowsThatAreThere() {
        accounts();
        run("INSERT INTO bank.left VALUES (NULL, -1), (NULL, -2)");
        assertThatThrownBy(() -> run("ALTER TABLE bank.left ALTER COLUMN id SET NOT NULL"))
                .hasMessage("""
                        column 'id' cannot be NOT NULL: it is null in 2 rows

                        LINE 1: ALTER TABLE bank.left ALTER COLUMN id SET NOT NULL
                                                                   ^""");
        assertThatThrownBy(() -> run("ALTER TABLE bank.left ADD CONSTRAINT rich CHECK (amount > 0)"))
                .hasMessage("""
                        2 rows of bank.left break the constraint 'rich': change them first

                        LINE 1: ALTER TABLE bank.left ADD CONSTRAINT rich CHECK (amount > 0)
                                                                                 ^""");
        assertThatThrownBy(() -> run("ALTER TABLE bank.left ADD CHECK (amount + 1)"))
                .hasMessageStartingWith("a constraint is a condition, true or false: this one is a BIGINT");
        assertThatThrownBy(() -> run("CREATE TABLE x (a INT, CHECK (a > (SELECT 1)))"))
                .hasMessageStartingWith("a constraint looks at one row only: it has no queries and no windows");
    }

    @Test
    void aDefinitionIsReadInSparksWordsAndErrorsPointAtIt() {
        assertThat(run("CREATE TABLE t (a ARRAY<STRUCT<x: INT>>, m MAP<STRING, BIGINT>, z TIMESTAMP_LTZ) ; DESCRIBE t"))
                .element(1)
                .asString()
                .startsWith("[a, STRUCT(x INTEGER)[], ");
        assertThatThrownBy(() -> run("CREATE TABLE u (a UUID)"))
                .hasMessage("tables have no type UUID: write VARCHAR, which holds its values\n\n"
                        + "LINE 1: CREATE TABLE u (a UUID)\n                          ^");
        assertThatThrownBy(() -> run("CREATE TABLE t (a INT)"))
                .hasMessage("table default.t is there already: write CREATE OR REPLACE TABLE, or CREATE TABLE IF NOT"
                        + " EXISTS\n\nLINE 1: CREATE TABLE t (a INT)\n                     ^");
        assertThatThrownBy(() -> run("DROP TABLE missing"))
                .hasMessageStartingWith("there is no table default.missing\n\nLINE 1: DROP TABLE missing");
        assertThat(run("CREATE TABLE IF NOT EXISTS t (a INT); DROP TABLE IF EXISTS missing"))
                .containsExactly("CREATE TABLE", "DROP TABLE");
    }

    @Test
    void aTableIsRestoredAndItsChangesAreARelation() {
        run("CREATE TABLE t TBLPROPERTIES ('delta.enableChangeDataFeed' = true) AS SELECT 1 AS a;"
                + " UPDATE t SET a = 2; INSERT INTO t VALUES (3); RESTORE TABLE t TO VERSION AS OF 1");
        assertThat(run("FROM t")).containsExactly("[2]");
        assertThat(run("SELECT a, _change_type, _commit_version FROM table_changes('t', 0, 2) ORDER BY 3, 1"))
                .containsExactly(
                        "[1, insert, 0]", "[1, update_preimage, 1]", "[2, update_postimage, 1]", "[3, insert, 2]");
        assertThatThrownBy(() -> run("FROM table_changes('t', 2, 9)"))
                .hasMessage("table_changes: there are no versions 2 to 9 of table default.t, whose last one is 3");
        assertThat(run("DESCRIBE HISTORY t LIMIT 1")).singleElement().asString().startsWith("[3, ");
    }

    @Test
    void aRestoredStateIsChangedFurtherInTheSameTransaction() {
        for (String properties : List.of("", "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')")) {
            run("CREATE OR REPLACE TABLE t " + properties + " AS SELECT range AS a FROM range(5)");
            long first =
                    lake.table(TableName.of("default", "t")).current().version().number();
            run("DELETE FROM t WHERE a > 1; ALTER TABLE t ADD COLUMN b INT; UPDATE t SET b = 7");
            run("BEGIN; ALTER TABLE t ADD COLUMN gone INT; DELETE FROM t; RESTORE TABLE t TO VERSION AS OF %d;"
                            .formatted(first)
                    + " DELETE FROM t WHERE a = 4; ALTER TABLE t ADD COLUMN c INT; INSERT INTO t VALUES (9, 1);"
                    + " UPDATE t SET c = 2 WHERE a = 0; COMMIT");
            assertThat(run("SELECT * FROM t ORDER BY a"))
                    .containsExactly("[0, 2]", "[1, null]", "[2, null]", "[3, null]", "[9, 1]");
        }
    }
}
