package io.sluice.compat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A process of {@code CommitLoop}. */
final class Writer {
    private final Process process;
    private final BufferedReader lines;

    Writer(ProcessBuilder command) throws IOException {
        process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits until the writer is warm. */
    void awaitReady() throws IOException {
        String line = lines.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("a writer did not get ready: " + line);
        }
    }

    void start() {
        try {
            process.outputWriter().write("go\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end; how many commits landed. One that did not is an {@code IllegalStateException}. */
    long committed() throws IOException, InterruptedException {
        String line = lines.readLine();
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException("a writer ended with " + process.exitValue() + ": " + line);
        }
        String[] words = line.split(" ");
        if (!words[2].equals("0")) {
            throw new IllegalStateException("commits that did not land: " + line);
        }
        return Long.parseLong(words[1]);
    }
}
