package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.catalog.OpenMode;
import io.sluice.compat.process.ProcessRun;
import io.sluice.format.FormatTable;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.table.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream from table to table whose process is killed: each row arrives once. */
class KilledStreamTest {
    private static final int COMMITS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Process running;

    private ProcessBuilder stream() throws IOException {
        return SparkProgram.of(StreamProgram.class)
                .command(
                        folder.resolve("lake").toString(),
                        folder.resolve("checkpoint").toString(),
                        Integer.toString(COMMITS));
    }

    private void start() throws IOException {
        running = stream()
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @AfterEach
    void stop() {
        kill();
    }

    private void kill() {
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    @Test
    void eachRowArrivesOnceThoughTheProcessIsKilledBeforeAndAfterACommit() throws Exception {
        start();
        try (Lake lake = lakeAfterBatches(2)) {
            killBetweenWriteAndCommit(lake);
            long committed = copy(lake).current().version().number();
            start();
            killAfterCommit(lake, committed + 2);
        }

        ProcessRun last = ProcessRun.of(stream()).requireSuccess();

        assertThat(last.output().strip()).isEqualTo("[%d,%d]".formatted(2 * COMMITS, 2 * COMMITS));
    }

    private static FormatTable copy(Lake lake) {
        return lake.table(TableName.parse("default.copy"));
    }

    /** The lake, when the stream has written down that so many batches are done. */
    private Lake lakeAfterBatches(int batches) {
        Path last = folder.resolve("checkpoint/commits").resolve(Integer.toString(batches - 1));
        await().atMost(PATIENCE).until(() -> Files.exists(last));
        return Lake.open(LakeUri.parse(folder.resolve("lake").toString()), OpenMode.OPEN_EXISTING);
    }

    /** Nobody else commits while the catalog's database is locked; files are written all the same. */
    private void killBetweenWriteAndCommit(Lake lake) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("lake/catalog.db"));
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("BEGIN IMMEDIATE");
            long committed = copy(lake).snapshot().fileCount();
            Path data = Path.of(copy(lake).table().location());
            await().atMost(PATIENCE).until(() -> filesIn(data) > committed);
            kill();
            statement.execute("ROLLBACK");
            assertThat(copy(lake).snapshot().fileCount()).isEqualTo(committed);
        }
    }

    private static long filesIn(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".parquet"))
                    .count();
        }
    }

    private void killAfterCommit(Lake lake, long version) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> copy(lake).current().version().number() >= version);
        kill();
    }
}
