package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.spark.program.UnluckyCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are killed, tasks that fail and tasks that run twice, on a cluster: every row is there once. */
class UnluckyClusterTest {
    @TempDir
    private Path folder;

    @Test
    void everyRowIsThereOnceWhateverHappensToTasks() throws Exception {
        SparkProgram program = SparkProgram.of(UnluckyCluster.class);
        String lake = folder.resolve("lake").toString();
        ProcessBuilder command = program.command(folder.toString(), lake, SparkProgram.programs());
        command.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        sparkHome(program).toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "JAVA_HOME",
                        program.javaHome().toString()));

        LimitedRun run = LimitedRun.of(command, folder);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        Map<String, String> ends = run.output().stream()
                .collect(Collectors.toMap(line -> line.split(": ")[0], line -> line.split(": ", 2)[1]));
        String none = "; files that no commit has: 0";
        long appended = sum(0, 4000);
        long merged = appended + 4000 + 1000;
        // What a killed executor was writing is left behind; a task that lives on removes its own.
        assertThat(ends.get("append")).matches(rows(4000, appended) + "; files that no commit has: [1-9]");
        assertThat(ends.get("change")).matches(rows(4000, appended + 4000) + "; files that no commit has: [1-9]");
        assertThat(ends.get("both")).matches(rows(5000, merged) + "; files that no commit has: [1-9]");
        assertThat(ends.get("again")).matches(rows(6000, merged + sum(5000, 6000)) + none);
        assertThat(ends.get("double")).matches(rows(7000, merged + sum(5000, 7000)) + none);
        assertThat(ends.get("never"))
                .matches(rows(7000, merged + sum(5000, 7000)) + none + " .*a task is to fail here.*");
    }

    private static long sum(long from, long to) {
        return LongStream.range(from, to).sum();
    }

    private static String rows(long count, long sum) {
        return "\\[%d,%d,%d\\]".formatted(count, count, sum);
    }

    /** What Spark looks for where it is installed: a folder with all of its jars, and the connector's. */
    private Path sparkHome(SparkProgram program) throws IOException {
        Path home = folder.resolve("spark");
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String jar : program.sparkClassPath().split(":")) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        Files.createSymbolicLink(
                jars.resolve(SparkProgram.connector().getFileName()),
                SparkProgram.connector().toAbsolutePath());
        return home;
    }
}
