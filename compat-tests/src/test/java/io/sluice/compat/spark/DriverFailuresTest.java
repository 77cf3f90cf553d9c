package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.spark.program.MortalDriver;
import io.sluice.compat.spark.program.Sessions;
import io.sluice.compat.spark.program.TableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers that are killed in the commit of a statement, or have no room for it: all is there, or nothing; nothing
 * twice.
 */
class DriverFailuresTest {
    private static final String BEFORE = "BEFORE_THE_DECISION";
    private static final String AFTER = "AFTER_THE_DECISION";

    @TempDir
    private Path folder;

    private Path lake;
    private Writer.Spark spark;

    @BeforeEach
    void makeTables() {
        lake = folder.resolve("lake");
        spark = Writer.Spark.in(lake.toString());
        spark.run("USE lake.default");
        spark.run("CREATE TABLE t (id BIGINT)");
        spark.run("INSERT INTO t VALUES (1)");
        spark.run("CREATE TABLE u (id BIGINT)");
    }

    private void kill(String death, String... statements) throws Exception {
        LimitedRun run = LimitedRun.of(driver(death, statements), folder);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(LimitedRun.KILLED);
    }

    private ProcessBuilder driver(String death, String... statements) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(lake.toString(), death));
        arguments.addAll(Arrays.asList(statements));
        return SparkProgram.of(MortalDriver.class).command(arguments.toArray(String[]::new));
    }

    private List<String> rows(String table) {
        return spark.run("SELECT * FROM %s ORDER BY id".formatted(table));
    }

    private Set<String> orphans() {
        Set<String> orphans = TableFiles.onDisk(lake);
        orphans.removeAll(TableFiles.ofTable(spark.session(), "t"));
        orphans.removeAll(TableFiles.ofTable(spark.session(), "u"));
        return orphans;
    }

    @Test
    void whatIsWrittenButNotCommittedIsNotThere() throws Exception {
        kill(BEFORE, "INSERT INTO t VALUES (2)");

        assertThat(rows("t")).containsExactly("[1]");
        assertThat(orphans()).hasSize(1);

        spark.run("INSERT INTO t VALUES (2)");
        assertThat(rows("t")).containsExactly("[1]", "[2]");
    }

    @Test
    void whatIsCommittedIsThereThoughNobodyWasTold() throws Exception {
        kill(AFTER, "UPDATE t SET id = id + 1");

        assertThat(rows("t")).containsExactly("[2]");
        spark.run("INSERT INTO t VALUES (7)");
        assertThat(rows("t")).containsExactly("[2]", "[7]");
    }

    @Test
    void ofATransactionOverTwoTablesAllOrNothingIsThere() throws Exception {
        String[] statements = {
            "CALL lake.system.begin()",
            "INSERT INTO t VALUES (2)",
            "INSERT INTO u VALUES (2)",
            "CALL lake.system.commit()"
        };

        kill(BEFORE, statements);
        assertThat(rows("t")).containsExactly("[1]");
        assertThat(rows("u")).isEmpty();
        assertThat(orphans()).hasSize(2);

        kill(AFTER, statements);
        assertThat(rows("t")).containsExactly("[1]", "[2]");
        assertThat(rows("u")).containsExactly("[2]");
        assertThat(orphans()).hasSize(2);
    }

    @Test
    void anEpochOfAStreamIsThereOnceWhenTheStreamGoesOn() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        String stream = "STREAM %s %s lake.default.u".formatted(in, folder.resolve("checkpoint"));

        Files.writeString(in.resolve("a.json"), "{\"id\": 1}\n{\"id\": 2}");
        kill(BEFORE, stream);
        assertThat(rows("u")).isEmpty();

        kill(AFTER, stream);
        assertThat(rows("u")).containsExactly("[1]", "[2]");

        Files.writeString(in.resolve("b.json"), "{\"id\": 3}");
        Sessions.run(spark.session(), stream);
        assertThat(rows("u")).containsExactly("[1]", "[2]", "[3]");
    }

    @Test
    void whatTheDiskDoesNotTakeIsNotThereAndLeavesNothing() throws Exception {
        ProcessBuilder driver =
                driver("NEVER", "INSERT INTO t SELECT CAST(rand(1) * 9e18 AS BIGINT) FROM range(0, 1000000, 1, 1)");
        // No file may be larger than 4 MB, as if the disk were full in the midst of the data file.
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 4096; exec \"$@\"", "bash"));
        limited.addAll(driver.command());

        LimitedRun run = LimitedRun.of(new ProcessBuilder(limited), folder);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("File too large");
        assertThat(rows("t")).containsExactly("[1]");
        assertThat(orphans()).isEmpty();
    }
}
