package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several statements of Trino are one commit, as clients ask for it by JDBC or {@code START TRANSACTION}. */
class TrinoTransactionsTest {
    private TwoTables tables;
    private TrinoClient trino;
    private TrinoClient other;
    private Writer sql;

    @BeforeEach
    void makeTables() {
        tables = TwoTables.in("transactions");
        trino = tables.trino();
        other = tables.other();
        sql = tables.sql();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void statementsOverSeveralTablesAreOneCommit() {
        long a = tables.version("a");
        long b = tables.version("b");

        trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
        trino.run("INSERT INTO transactions.a VALUES (9, 9)");
        trino.run("INSERT INTO transactions.b SELECT id + 100, n FROM transactions.a");
        trino.run("INSERT INTO transactions.a VALUES (10, 10)");
        assertThat(trino.run("SELECT count(*), sum(n) FROM transactions.a")).containsExactly("[6,59]");
        assertThat(other.run("SELECT count(*), sum(n) FROM transactions.a")).containsExactly("[4,40]");
        assertThat(sql.run("SELECT count(*) FROM transactions.b")).containsExactly("[4]");
        assertThat(trino.commit()).isEmpty();

        for (Writer reader : List.of(trino, other, sql)) {
            assertThat(reader.run("SELECT count(*), sum(n) FROM transactions.a"))
                    .containsExactly("[6,59]");
            assertThat(reader.run("SELECT count(*), sum(n) FROM transactions.b"))
                    .containsExactly("[9,89]");
        }
        assertThat(tables.version("a")).isEqualTo(a + 1);
        assertThat(tables.version("b")).isEqualTo(b + 1);
    }

    @Test
    void whatIsRolledBackLeavesNothing() throws IOException {
        Set<String> before = files();
        long version = tables.version("a");

        trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
        trino.run("INSERT INTO transactions.a VALUES (9, 9)");
        trino.run("INSERT INTO transactions.b SELECT * FROM transactions.a");
        trino.rollback();

        // Trino does not wait for the end of a rollback.
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(files()).isEqualTo(before));
        assertThat(tables.version("a")).isEqualTo(version);
        assertThat(trino.run("SELECT count(*), sum(n) FROM transactions.a")).containsExactly("[4,40]");
    }

    private static Set<String> files() throws IOException {
        Path lake = SharedTrino.lake();
        try (Stream<Path> found = Files.walk(lake)) {
            return new TreeSet<>(found.filter(Files::isRegularFile)
                    .map(file -> lake.relativize(file).toString())
                    .filter(file -> file.startsWith("transactions"))
                    .toList());
        }
    }

    @Test
    void aStatementThatFailsEndsItsTransaction() {
        trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
        trino.run("INSERT INTO transactions.a VALUES (9, 9)");
        assertThatThrownBy(() -> trino.run("INSERT INTO transactions.b SELECT 1, 1 / 0"))
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> trino.run("INSERT INTO transactions.b VALUES (1, 1)"))
                .hasMessageContaining("transaction is aborted");
        trino.rollback();

        assertThat(trino.run("SELECT count(*) FROM transactions.a")).containsExactly("[4]");
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatComeToWhatWasReadAreForSerializableToNotice(IsolationLevel level) {
        trino.begin(level);
        trino.run("INSERT INTO transactions.b SELECT 7, CAST(count(*) AS integer) FROM transactions.a");
        sql.run("INSERT INTO transactions.a VALUES (9, 9)");

        if (level == IsolationLevel.SERIALIZABLE) {
            assertThat(trino.commit())
                    .get()
                    .asString()
                    .containsPattern("transactions.a: rows were added that this write should have read, by version \\d+"
                            + " \\(WRITE by sluice/[^ ]+ \\(duckdb\\) at ");
            assertThat(other.run("SELECT n FROM transactions.b WHERE id = 7")).isEmpty();
        } else {
            assertThat(trino.commit()).isEmpty();
            assertThat(other.run("SELECT n FROM transactions.b WHERE id = 7")).containsExactly("[4]");
        }
    }
}
