package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of {@code docs/spark.md} answer what the page says, from the packaged jar, on every Spark and Java that
 * the connector is for. {@code …} stands for any text of a line.
 */
class SparkPageTest {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("sluice.repository")).toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4.1, 17", "4.2, 17", "4.2, 25"})
    void examplesAnswerWhatThePageSays(String spark, int java) throws IOException {
        String expected = SqlPage.examples(Files.readString(REPOSITORY.resolve("docs/spark.md")));
        assertThat(SqlPage.statements(expected)).hasSizeGreaterThan(10);
        Path script = Files.writeString(folder.resolve("script.sql"), expected);

        ProcessBuilder command = new SparkProgram(spark, java, SqlPageProgram.class)
                .command(script.toString(), folder.resolve("lake").toString());
        // Where relative paths of examples lead to.
        ProcessRun run = ProcessRun.of(command.directory(folder.toFile())).requireSuccess();

        List<String> actual = run.output().lines().toList();
        List<String> wanted = expected.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < wanted.size() && i < actual.size(); i++) {
            assertThat(actual.get(i)).as("line %d of the examples", i + 1).matches(SqlPage.pattern(wanted.get(i)));
        }
        assertThat(actual).hasSameSizeAs(wanted);
    }
}
