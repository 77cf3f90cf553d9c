package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Disks that take nothing. Real ones: small file systems in memory where the tests may mount them. */
class BadDiskTest {
    @TempDir
    Path folder;

    static boolean canMount() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    static boolean cannotMount() {
        return !canMount();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }

    private static SluiceException refused(TestLake lake, String file) {
        SluiceException refusal = catchThrowableOfType(SluiceException.class, () -> lake.ingest(file));
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(lake.hasTable()).isFalse();
        return refusal;
    }

    @Test
    @EnabledIf("canMount")
    void aFullDiskLeavesNothing() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("lake"));
        run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk.toString());
        try (TestLake lake = new TestLake(folder)) {
            StringBuilder text = new StringBuilder("id,name\n");
            for (int i = 0; i < 200_000; i++) {
                text.append(i)
                        .append(",\"")
                        .append(Integer.toHexString(i * 0x9E3779B9))
                        .append("\"\n");
            }
            SluiceException refusal =
                    refused(lake, lake.file("a.csv", text.toString().getBytes(StandardCharsets.US_ASCII)));
            assertThat(refusal)
                    .hasMessage(
                            "the disk is full: make room where the lake and the temporary folder are, and try again");
            assertThat(refusal.kind()).isEqualTo(SluiceException.Kind.RESOURCES);
            assertThat(lake.parquetFiles()).isZero();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    @EnabledIf("canMount")
    void aReadOnlyDiskIsNamed() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("lake"));
        run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString());
        try (TestLake lake = new TestLake(folder)) {
            assertThat(refused(lake, lake.file("a.csv", "id", "1")).getMessage())
                    .startsWith("the folder " + disk)
                    .endsWith(" cannot be written to: check its permissions and those of the lake");
        } finally {
            run("umount", disk.toString());
        }
    }

    /** Permissions do not stop the one who may mount. */
    @Test
    @EnabledIf("cannotMount")
    void aReadOnlyFolderIsNamed() throws Exception {
        Path warehouse = Files.createDirectories(folder.resolve("lake"));
        Files.setPosixFilePermissions(warehouse, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (TestLake lake = new TestLake(folder)) {
            assertThat(refused(lake, lake.file("a.csv", "id", "1")).getMessage())
                    .startsWith("the folder " + warehouse)
                    .endsWith(" cannot be written to: check its permissions and those of the lake");
        } finally {
            Files.setPosixFilePermissions(warehouse, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
