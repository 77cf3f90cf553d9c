package io.sluice.compat.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The command as users have it: the launcher on the {@code PATH}, here through a link, run by a shell in a folder. */
record InstalledSluice(Path bin, Path folder) {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("sluice.repository"), "sluice").toAbsolutePath();

    /** How a command ended; the output has stdout and stderr as they came. */
    record Ended(int exitCode, String output) {}

    static InstalledSluice in(Path top) {
        try {
            Path bin = Files.createDirectories(top.resolve("bin"));
            Files.createSymbolicLink(bin.resolve("sluice"), LAUNCHER);
            return new InstalledSluice(bin, Files.createDirectories(top.resolve("work folder")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended run(String command) {
        try {
            Process process = start(command);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command);
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A command whose process is the shell's own when it begins with {@code exec}. */
    Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().remove("SLUICE_LAKE");
        return builder.start();
    }
}
