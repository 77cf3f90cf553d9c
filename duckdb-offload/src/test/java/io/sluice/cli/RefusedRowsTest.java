package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements whose rows a table does not take: what users are told, and that nothing of it is left. */
class RefusedRowsTest {
    @TempDir
    Path lake;

    @BeforeEach
    void create() {
        assertThat(sql("CREATE TABLE s.t (id BIGINT NOT NULL, amount DECIMAL(10,2), day DATE,"
                                + " CONSTRAINT positive CHECK (amount > 0));"
                                + "INSERT INTO s.t VALUES (1, 1.5, '2026-01-01'), (2, 20, NULL)")
                        .err())
                .isEqualTo("CREATE TABLE, version 0\nINSERT 2 rows, version 1\n");
    }

    private CommandRun sql(String script) {
        return CommandRun.of("sql", "-o", "csv", script, "--lake", lake.toString());
    }

    private void assertRefused(String statement, String message) {
        long files = dataFiles();
        CommandRun run = sql(statement);
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(message);
        assertThat(dataFiles()).isEqualTo(files);
        assertThat(sql("FROM s.t ORDER BY id").out()).isEqualTo("id,amount,day\n1,1.50,2026-01-01\n2,20.00,\n");
    }

    private long dataFiles() {
        try (Stream<Path> files = Files.walk(lake)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aConstraintIsNamedWithItsConditionAndARow() {
        String message =
                "constraint 'positive' is violated: amount > 0 is not true in 1 new row, for example (amount = -1.00)";
        assertRefused("INSERT INTO s.t VALUES (3, -1, NULL), (4, 4, NULL)", message);
        assertRefused("UPDATE s.t SET amount = amount - 2.5 WHERE id = 1", message);
        assertRefused(
                "MERGE INTO s.t USING (SELECT 2 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount = -1",
                message);
    }

    @Test
    void aColumnThatIsNeverNullIsNamedWithARow() {
        assertRefused(
                "INSERT INTO s.t VALUES (NULL, 1, NULL)",
                "column 'id' must not be null in 1 new row, for example (id = NULL, amount = 1.00, day = NULL)");
        assertRefused(
                "INSERT INTO s.t (amount) VALUES (1)",
                "column 'id' must not be null, and the new rows have no value for it");
    }

    @Test
    void aValueThatWouldChangeIsNamed() {
        assertRefused(
                "INSERT INTO s.t SELECT 3, 1.239, NULL",
                "column 'amount' of type DECIMAL(10,2) cannot hold 1.239 without changing it; 1 new row has such a value: round or cast it in the statement to say what is meant");
        assertRefused(
                "UPDATE s.t SET id = 1.7 WHERE id = 1",
                "column 'id' of type BIGINT cannot hold 1.7 without changing it; 1 new row has such a value: round or cast it in the statement to say what is meant");
        assertRefused(
                "INSERT INTO s.t SELECT 3, 1, now()",
                "values of type TIMESTAMP WITH TIME ZONE do not go into column 'day' of type DATE: say in which zone, for example with (...) AT TIME ZONE 'UTC'");
    }

    @Test
    void sumsGoIntoTheColumnsThatTheyFit() {
        assertThat(sql("INSERT INTO s.t SELECT sum(id), sum(amount), max(day) FROM s.t; SELECT * FROM s.t WHERE id = 3")
                        .out())
                .contains("3,21.50,2026-01-01\n");
    }
}
