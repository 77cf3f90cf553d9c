package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.process.JavaHomes;
import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final Path TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4.1, 17", "4.2, 17", "4.2, 25"})
    void examplesAnswerWhatThePageSays(String spark, int java) throws IOException {
        String expected = SqlPage.examples(Files.readString(REPOSITORY.resolve("docs/spark.md")));
        assertThat(SqlPage.statements(expected)).hasSizeGreaterThan(10);
        Path script = Files.writeString(folder.resolve("script.sql"), expected);

        ProcessRun run = ProcessRun.of(command(spark, java, script)).requireSuccess();

        List<String> actual = run.output().lines().toList();
        List<String> wanted = expected.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < wanted.size() && i < actual.size(); i++) {
            assertThat(actual.get(i)).as("line %d of the examples", i + 1).matches(pattern(wanted.get(i)));
        }
        assertThat(actual).hasSameSizeAs(wanted);
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"));
    }

    private ProcessBuilder command(String spark, int java, Path script) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(JavaHomes.of(java).resolve("bin/java").toString());
        command.add("-Xmx1g");
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.addAll(List.of(System.getProperty("spark.jvm.options").strip().split("\\s+")));
        command.add("-cp");
        command.add(String.join(":", connector().toString(), TEST_CLASSES.toString(), classPath(spark)));
        command.add(SqlPageProgram.class.getName());
        command.add(script.toString());
        command.add(folder.resolve("lake").toString());
        // Where relative paths of examples lead to.
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private static String classPath(String spark) throws IOException {
        return Files.readString(REPOSITORY.resolve("compat-tests/spark-" + spark + "/target/classpath"))
                .strip();
    }

    private static Path connector() throws IOException {
        Path target = REPOSITORY.resolve("spark-connector/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("sluice-spark-connector-[0-9].*(?<!-plain)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            target + " has no jar: run './mvnw verify', which packages it first"));
        }
    }
}
