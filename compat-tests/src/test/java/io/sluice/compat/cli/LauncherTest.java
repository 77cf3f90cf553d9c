package io.sluice.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.cli.InstalledSluice.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process: how it is found, what it finds, and how it ends. */
class LauncherTest {
    /** Resets what this process may have inherited: a background job of a shell ignores Ctrl-C. */
    private static final String INTERRUPTIBLE = "exec env --default-signal=INT ";

    @TempDir
    private Path folder;

    private InstalledSluice sluice;

    @BeforeEach
    void install() {
        sluice = InstalledSluice.in(folder);
    }

    @Test
    void runsThroughALinkInAnotherFolder() {
        assertThat(sluice.run("sluice --version")).satisfies(ended -> {
            assertThat(ended.output()).startsWith("sluice ");
            assertThat(ended.exitCode()).isZero();
        });
    }

    @Test
    void passesExitCodesArgumentsAndTextOn() {
        assertThat(sluice.run("sluice nonsense").exitCode()).isEqualTo(2);
        assertThat(sluice.run("sluice sql 'SELECT nope'").exitCode()).isEqualTo(3);
        assertThat(sluice.run("LC_ALL=C sluice sql -o csv \"SELECT 'ü  \\$HOME *' AS \\\"a b\\\"\""))
                .isEqualTo(new Ended(0, "a b\nü  $HOME *\n"));
        assertThat(sluice.run("sluice nowhere.csv 2>/dev/null").output()).isEmpty();
    }

    @Test
    void namesThatAreNotAsciiArriveInTheLake() throws IOException {
        Files.writeString(sluice.folder().resolve("größe.csv"), "größe\n1\n");
        assertThat(sluice.run("LC_ALL=C sluice -q ingest größe.csv --into maße.größen --lake 'mein see' && "
                                + "LC_ALL=C sluice sql --lake 'mein see' -o csv 'FROM maße.größen'")
                        .output())
                .endsWith("größe\n1\n");
    }

    @Test
    void saysWhichJavaItWants() {
        assertThat(sluice.run("SLUICE_JAVA_HOME=/nowhere sluice --version"))
                .isEqualTo(new Ended(1, "sluice: SLUICE_JAVA_HOME=/nowhere is not a JDK of version 17 or later\n"));
        assertThat(sluice.run("SLUICE_JAVA_OPTS=-Xmx64m sluice sql -o csv 'SELECT 1 AS one'")
                        .output())
                .isEqualTo("one\n1\n");
    }

    @Test
    void endsWhenNobodyReadsItsOutputAnyMore() {
        String command =
                "sluice sql -o csv 'SELECT range AS n FROM range(1000000000000)' | head -n 3; echo ${PIPESTATUS[0]}";
        assertThat(sluice.run(command)).isEqualTo(new Ended(0, "n\n0\n1\n141\n"));
    }

    @Test
    void ctrlCStopsAQuery() throws Exception {
        Process query = sluice.start(
                INTERRUPTIBLE + "sluice sql 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b'");
        Thread.sleep(1500);
        interrupt(query);
        assertThat(query.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(query.exitValue()).isEqualTo(130);
        assertThat(output(query)).contains("cancelled");
    }

    @Test
    void ctrlCDuringAnIngestLeavesNothingVisible() throws Exception {
        sluice.run(
                "sluice sql --output big.csv 'SELECT range AS id, hash(range) AS h, range / 7 AS r FROM range(3000000)'");
        Process ingest = sluice.start(INTERRUPTIBLE + "sluice ingest big.csv --into n.big --threads 1");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hasParquet(sluice.folder().resolve("lake")));
        interrupt(ingest);
        assertThat(ingest.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(ingest.exitValue()).isEqualTo(130);
        assertThat(output(ingest)).contains("cancelled: nothing was committed");
        assertThat(sluice.run("sluice tables").output()).contains("(0 tables)");
        assertThat(hasParquet(sluice.folder().resolve("lake"))).isFalse();
    }

    private static boolean hasParquet(Path lake) throws IOException {
        if (!Files.isDirectory(lake)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(lake)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        }
    }

    private static void interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
