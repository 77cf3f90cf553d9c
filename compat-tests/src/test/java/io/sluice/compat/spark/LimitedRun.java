package io.sluice.compat.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended, by itself or by a signal.
 *
 * @param exitCode 128 and the number of the signal, if it was one
 */
record LimitedRun(int exitCode, List<String> output, String errors) {
    /** The exit code of a process that was killed: 128 + SIGKILL. */
    static final int KILLED = 137;

    private static final int LONGEST_MINUTES = 20;

    /** Runs a command to its end. It is killed with its children if that takes too long. */
    static LimitedRun of(ProcessBuilder command, Path scratch) throws IOException, InterruptedException {
        Path output = Files.createTempFile(scratch, "run", ".out");
        Path errors = Files.createTempFile(scratch, "run", ".err");
        Process process = command.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(
                    "a process does not end: " + Files.readString(output) + Files.readString(errors));
        }
        return new LimitedRun(process.exitValue(), Files.readAllLines(output), Files.readString(errors));
    }
}
