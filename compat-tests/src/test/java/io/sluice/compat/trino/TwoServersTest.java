package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two servers that do not know of each other write to the same tables at once. */
class TwoServersTest {
    private static final int INSERTS = 8;

    private TrinoClient one;
    private TrinoClient two;
    private Writer.Sql sql;

    @BeforeEach
    void makeTable() {
        one = SharedTrino.connect();
        two = TrinoClient.of(SharedTrino.second());
        sql = Writer.Sql.in(SharedTrino.lake().toString());
        sql.run("CREATE OR REPLACE TABLE servers.a (id BIGINT, n BIGINT);"
                + " INSERT INTO servers.a SELECT i, 10 FROM range(4) AS r(i)");
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        sql.close();
    }

    /** All rows, as each server and Sluice's own SQL find them. */
    private void assertRows(String... rows) {
        for (Writer reader : List.of(one, two, sql)) {
            assertThat(reader.run("SELECT id, n FROM servers.a ORDER BY id")).containsExactly(rows);
        }
    }

    private List<Long> versions() {
        return sql.versions("servers.a");
    }

    /** Does both at the same time. */
    private static <T> List<T> both(Supplier<T> first, Supplier<T> second) {
        CountDownLatch together = new CountDownLatch(2);
        List<CompletableFuture<T>> running = Stream.of(first, second)
                .map(each -> CompletableFuture.supplyAsync(() -> {
                    together.countDown();
                    try {
                        together.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return each.get();
                }))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void insertsAllLand() {
        long before = versions().get(0);
        both(() -> insert(one, 100), () -> insert(two, 200));

        List<String> expected = new ArrayList<>(List.of("[0,10]", "[1,10]", "[2,10]", "[3,10]"));
        for (int first : List.of(100, 200)) {
            IntStream.range(first, first + INSERTS).forEach(id -> expected.add("[%d,4]".formatted(id)));
        }
        assertRows(expected.toArray(String[]::new));
        List<Long> versions = versions();
        assertThat(versions.get(0)).isEqualTo(before + 2 * INSERTS);
        assertThat(versions).hasSize(versions.get(0).intValue() + 1).doesNotHaveDuplicates();
    }

    private static int insert(TrinoClient trino, int first) {
        for (int i = 0; i < INSERTS; i++) {
            trino.run("INSERT INTO servers.a SELECT %d, count(*) FROM servers.a WHERE id < 4".formatted(first + i));
        }
        return INSERTS;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE | UPDATE servers.a SET n = n + %d WHERE id = 1 | [0,10] [1,%d] [2,10] [3,10]",
                "DELETE | DELETE FROM servers.a WHERE id = 1 AND n > %d | [0,10] [2,10] [3,10]",
                "MERGE | MERGE INTO servers.a t USING (VALUES (1, %d), (4, 7)) AS s (id, n) ON t.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET n = t.n + s.n WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.n)"
                        + " | [0,10] [1,%d] [2,10] [3,10] [4,7]",
            })
    void ofTwoWhoChangeARowOneWins(String operation, String statement, String rows) {
        long before = versions().get(0);
        one.begin(IsolationLevel.WRITE_SERIALIZABLE);
        two.begin(IsolationLevel.WRITE_SERIALIZABLE);
        one.run(statement.formatted(1));
        two.run(statement.formatted(2));

        List<Optional<String>> said = both(one::commit, two::commit);

        int winner = said.indexOf(Optional.<String>empty());
        assertThat(winner).as("one of them wins: %s", said).isNotNegative();
        assertThat(said.get(1 - winner))
                .get()
                .asString()
                .containsPattern("rejected, nothing is committed: servers.a: rows that this write has read were"
                        + " (changed|deleted), by version %d \\(%s by sluice/[^ ]+ \\(trino 483\\) at "
                                .formatted(before + 1, operation));
        assertThat(versions().get(0)).isEqualTo(before + 1);
        assertRows(rows.formatted(10 + winner + 1).split(" "));
    }

    @Test
    void statementsByThemselvesAreDoneOrToldOfTheWinner() {
        int rounds = 6;
        int done = 0;
        for (int i = 0; i < rounds; i++) {
            done += both(() -> increase(one), () -> increase(two)).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }

        assertThat(done).isGreaterThanOrEqualTo(rounds);
        assertRows("[0,10]", "[1,%d]".formatted(10 + done), "[2,10]", "[3,10]");
    }

    /** How often it was done. */
    private static int increase(TrinoClient trino) {
        try {
            trino.run("UPDATE servers.a SET n = n + 1 WHERE id = 1");
            return 1;
        } catch (TrinoFailure failure) {
            assertThat(failure.isConflict()).as(failure.getMessage()).isTrue();
            assertThat(failure)
                    .hasMessageContaining("servers.a: rows that this write has read were changed, by version ")
                    .hasMessageContaining("(UPDATE by sluice/");
            return 0;
        }
    }

    @Test
    void changesOfOtherRowsOfAFileBothLand() {
        one.begin(IsolationLevel.SERIALIZABLE);
        two.begin(IsolationLevel.SERIALIZABLE);
        one.run("UPDATE servers.a SET n = n + 1 WHERE id = 1");
        two.run("DELETE FROM servers.a WHERE id = 2");

        assertThat(both(one::commit, two::commit)).containsExactly(Optional.empty(), Optional.empty());

        assertRows("[0,10]", "[1,11]", "[3,10]");
    }
}
