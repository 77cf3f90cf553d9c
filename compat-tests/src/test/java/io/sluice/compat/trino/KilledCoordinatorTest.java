package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator is killed in the midst of its work: what was not committed was never there. */
class KilledCoordinatorTest {
    private static final String COUNTS = "SELECT count(*), sum(n) FROM shop.a";

    @TempDir
    private Path folder;

    private String lake;
    private Writer sql;

    @BeforeEach
    void makeTables() {
        lake = folder.resolve("lake").toString();
        sql = Writer.Sql.in(lake);
        sql.run("CREATE TABLE shop.a (id BIGINT, n BIGINT); INSERT INTO shop.a SELECT i, 10 FROM range(4) AS r(i)");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void aCoordinatorIsKilledBetweenItsWritesAndTheCommit() throws Exception {
        try (TrinoServer server = TrinoServer.start(TrinoFolder.of(folder.resolve("first"), lake))) {
            TrinoClient trino = TrinoClient.of(server);
            trino.begin(IsolationLevel.WRITE_SERIALIZABLE);
            trino.run("INSERT INTO shop.a VALUES (9, 9)");
            trino.run("INSERT INTO shop.a SELECT id, 1 FROM shop.a");
            assertThat(trino.run(COUNTS)).containsExactly("[10,54]");
        }
        assertThat(sql.run(COUNTS)).containsExactly("[4,40]");

        try (TrinoServer server = TrinoServer.start(TrinoFolder.of(folder.resolve("second"), lake));
                TrinoClient trino = TrinoClient.of(server)) {
            assertThat(trino.run(COUNTS)).containsExactly("[4,40]");
            trino.run("INSERT INTO shop.a VALUES (5, 5)");
        }
        assertThat(sql.run(COUNTS)).containsExactly("[5,45]");
    }
}
