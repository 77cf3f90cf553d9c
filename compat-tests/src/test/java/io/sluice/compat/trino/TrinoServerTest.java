package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with the plugin as it is shipped. */
final class TrinoServerTest {
    private static final long LARGEST_ZIP_BYTES = 100_000_000;

    @TempDir
    private static Path folder;

    private static TrinoServer server;
    private static TrinoClient trino;

    @BeforeAll
    static void start() throws Exception {
        server = TrinoServer.start(
                TrinoFolder.of(folder.resolve("server"), folder.resolve("lake").toString()));
        trino = TrinoClient.of(server);
    }

    @AfterAll
    static void stop() {
        trino.close();
        server.close();
    }

    @Test
    void thePluginIsSmall() throws IOException {
        assertThat(Files.size(TrinoPlugins.zip())).isLessThan(LARGEST_ZIP_BYTES);
    }

    @Test
    void theServerHasTheLakeAsACatalog() {
        assertThat(trino.run("SHOW CATALOGS")).contains("[lake]");
        assertThat(trino.run("SHOW SCHEMAS FROM lake")).contains("[default]", "[information_schema]");
    }

    @Test
    void thePluginLogsWithTheServer() throws IOException {
        assertThat(server.log()).doesNotContain("SLF4J", "NOP");
    }

    @Test
    void passwordsInTheUriAreRefusedAndNotRepeated() throws Exception {
        TrinoFolder settings = TrinoFolder.withLakeOnly(
                folder.resolve("password"), "postgresql://me:hunter2@127.0.0.1:1/db?warehouse=" + folder);
        try (TrinoServer refused = TrinoServer.launch(settings)) {
            assertThat(refused.exitCode()).isEqualTo(100);
            assertThat(refused.log()).contains("password").doesNotContain("hunter2");
        }
    }

    @Test
    void anotherVersionOfTrinoIsRefusedInOneSentence() throws Exception {
        Path version = folder.resolve("claims/io/trino/spi/trino-spi-version.txt");
        Files.createDirectories(version.getParent());
        Files.writeString(version, "484");
        TrinoFolder settings = TrinoFolder.withLakeOnly(
                        folder.resolve("newer"), folder.resolve("lake").toString())
                .withClassPath(folder.resolve("claims").toString());
        try (TrinoServer refused = TrinoServer.launch(settings)) {
            assertThat(refused.exitCode()).isEqualTo(100);
            assertThat(refused.log()).contains("this Sluice plugin is for Trino 483, and the server is Trino 484");
        }
    }
}
