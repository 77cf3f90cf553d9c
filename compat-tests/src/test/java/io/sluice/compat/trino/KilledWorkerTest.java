package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compat.spark.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only worker is killed in the midst of a statement: nothing of it is there, and everybody else goes on. */
class KilledWorkerTest {
    /** Has a row for every id from 0 on, and far too many of them to be done before the end. */
    private static final String ENDLESS =
            "(SELECT orderkey * 8 + linenumber - 9 AS id, partkey AS n FROM tpch.sf10.lineitem)";

    @TempDir
    private static Path folder;

    private static Writer sql;
    private static TrinoFolder settings;
    private static TrinoServer coordinator;
    private static TrinoServer worker;

    @BeforeAll
    static void start() throws IOException {
        String lake = folder.resolve("lake").toString();
        sql = Writer.Sql.in(lake);
        settings = TrinoFolder.of(folder.resolve("coordinator"), lake)
                .withSettings(Map.of(
                        "node-scheduler.include-coordinator", "false",
                        // How long a worker may be silent.
                        "query.remote-task.max-error-duration", "5s"));
        coordinator = TrinoServer.launch(settings);
        worker = launchWorker("first");
    }

    @AfterAll
    static void stop() {
        worker.close();
        coordinator.close();
        sql.close();
    }

    private static TrinoServer launchWorker(String name) throws IOException {
        return TrinoServer.launch(settings.workerOf(coordinator, folder.resolve(name)));
    }

    private static void makeTable(String table) {
        sql.run(
                "CREATE TABLE killed.%1$s (id BIGINT, n BIGINT); INSERT INTO killed.%1$s SELECT i, 10 FROM range(4) AS r(i)"
                        .formatted(table));
    }

    /**
     * Runs a statement, and kills the worker once it writes; others read and write before. Then comes another worker.
     */
    private static void killInTheMidstOf(String statement, String table) throws Exception {
        String counts = "SELECT count(*), sum(n) FROM killed." + table;
        coordinator.awaitAnswers();
        try (TrinoClient trino = TrinoClient.of(coordinator);
                TrinoClient reader = TrinoClient.of(coordinator)) {
            CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
                try {
                    Awaitility.await()
                            .atMost(2, TimeUnit.MINUTES)
                            .pollInterval(Duration.ofMillis(50))
                            .until(() -> moreThanOneFileIsBegun(table));
                    assertThat(reader.run(counts)).containsExactly("[4,40]");
                    sql.run("INSERT INTO killed.%s VALUES (-1, 1)".formatted(table));
                    assertThat(reader.run(counts)).containsExactly("[5,41]");
                } finally {
                    worker.kill();
                }
            });
            assertThatThrownBy(() -> trino.run(statement))
                    .isInstanceOf(TrinoFailure.class)
                    .hasMessageContaining("worker");
            meanwhile.get(1, TimeUnit.MINUTES);
        }
        assertThat(sql.run(counts)).containsExactly("[5,41]");
        worker = launchWorker("after-" + table);
        coordinator.awaitAnswers();
    }

    private static boolean moreThanOneFileIsBegun(String table) throws IOException {
        try (Stream<Path> found = Files.walk(folder.resolve("lake/killed"))) {
            return found.map(Path::toString)
                            .filter(file -> file.contains("/" + table) && file.endsWith(".parquet"))
                            .count()
                    > 1;
        }
    }

    @Test
    void anInsertIsNotThere() throws Exception {
        makeTable("inserted");
        killInTheMidstOf("INSERT INTO killed.inserted SELECT id, n FROM " + ENDLESS, "inserted");

        try (TrinoClient trino = TrinoClient.of(coordinator)) {
            trino.run("INSERT INTO killed.inserted VALUES (5, 5)");
        }
        assertThat(sql.run("SELECT count(*), sum(n) FROM killed.inserted")).containsExactly("[6,46]");
    }

    @Test
    void aMergeIsNotThere() throws Exception {
        makeTable("merged");
        String merge = "MERGE INTO killed.merged t USING %s s ON t.id = s.id"
                + " WHEN MATCHED AND t.id = 3 THEN DELETE WHEN MATCHED THEN UPDATE SET n = s.n"
                + " WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.n)";
        killInTheMidstOf(merge.formatted(ENDLESS), "merged");

        try (TrinoClient trino = TrinoClient.of(coordinator)) {
            trino.run(merge.formatted("(SELECT * FROM (VALUES (2, 20), (3, 30), (4, 40)) AS v (id, n))"));
        }
        assertThat(sql.run("SELECT id, n FROM killed.merged ORDER BY id"))
                .containsExactly("[-1,1]", "[0,10]", "[1,10]", "[2,20]", "[4,40]");
        assertThat(sql.run("DESCRIBE HISTORY killed.merged")).hasSize(4);
    }
}
