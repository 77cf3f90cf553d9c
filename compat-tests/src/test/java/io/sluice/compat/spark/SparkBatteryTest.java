package io.sluice.compat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.process.ProcessRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged connector does what it should on every Spark and Java that it is for. */
class SparkBatteryTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4.1, 17", "4.2, 17", "4.2, 25"})
    void everyPartOfTheConnectorWorks(String spark, int java) throws IOException {
        ProcessBuilder program = new SparkProgram(spark, java, SparkBatteryProgram.class)
                .command(folder.resolve("lake").toString());

        List<String> outcomes =
                ProcessRun.of(program).requireSuccess().output().lines().toList();

        List<String> wanted =
                SparkBatteryProgram.names().stream().map(name -> "ok " + name).toList();
        assertThat(outcomes).containsExactlyElementsOf(wanted);
    }
}
