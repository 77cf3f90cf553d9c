package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers are killed in the midst of their work: what was not committed was never there. */
class TrinoFailuresTest {
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

    @Test
    void aWorkerIsKilledInTheMidstOfAnInsert() throws Exception {
        TrinoFolder settings = TrinoFolder.of(folder.resolve("coordinator"), lake)
                .withSettings(Map.of("node-scheduler.include-coordinator", "false"));
        try (TrinoServer coordinator = TrinoServer.launch(settings)) {
            try (TrinoServer worker = TrinoServer.launch(settings.workerOf(coordinator, folder.resolve("worker")))) {
                coordinator.awaitAnswers();
                Thread killer = new Thread(() -> {
                    Awaitility.await()
                            .atMost(2, TimeUnit.MINUTES)
                            .pollInterval(Duration.ofMillis(50))
                            .until(this::moreThanOneFileIsBegun);
                    worker.kill();
                });
                killer.start();
                try (TrinoClient trino = TrinoClient.of(coordinator)) {
                    assertThatThrownBy(() ->
                                    trino.run("INSERT INTO shop.a SELECT orderkey, partkey FROM tpch.sf10.lineitem"))
                            .isInstanceOf(TrinoFailure.class);
                }
                killer.join();
            }
            assertThat(sql.run(COUNTS)).containsExactly("[4,40]");
            try (TrinoServer worker = TrinoServer.launch(settings.workerOf(coordinator, folder.resolve("next")));
                    TrinoClient trino = TrinoClient.of(coordinator)) {
                coordinator.awaitAnswers();
                trino.run("INSERT INTO shop.a VALUES (5, 5)");
                assertThat(worker.log()).contains("SERVER STARTED");
            }
        }
        assertThat(sql.run(COUNTS)).containsExactly("[5,45]");
    }

    private boolean moreThanOneFileIsBegun() throws IOException {
        try (Stream<Path> found = Files.walk(folder.resolve("lake/shop"))) {
            return found.filter(file -> file.toString().endsWith(".parquet")).count() > 1;
        }
    }
}
