package io.sluice.compat.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that ingests and is killed after a while, unless it has ended by then. */
final class Victim {
    /** What the process was at when it ended: the first word of its last line. */
    static final String STARTING = "START";

    private final boolean killed;
    private final int exitCode;
    private final List<String> lines;
    private final String errors;

    private Victim(boolean killed, int exitCode, List<String> lines, String errors) {
        this.killed = killed;
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
        this.errors = errors;
    }

    /** Runs a command and ends it with SIGKILL after the given time. */
    static Victim run(ProcessBuilder command, Path scratch, long killAfterMicros)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(scratch, "victim", ".out");
        Path errors = Files.createTempFile(scratch, "victim", ".err");
        Process process = command.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(killAfterMicros, TimeUnit.MICROSECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        int exitCode = process.waitFor();
        // 137 is 128 + SIGKILL: a process that ended by itself in the last moment was not killed.
        boolean killed = !ended && exitCode == 137;
        return new Victim(killed, exitCode, Files.readAllLines(output), Files.readString(errors));
    }

    boolean killed() {
        return killed;
    }

    int exitCode() {
        return exitCode;
    }

    String errors() {
        return errors;
    }

    /** The files that the process said to be in. A line that the kill has cut off counts for nothing. */
    List<Path> in() {
        return lines.stream()
                .filter(line -> line.matches("IN .*\\.csv"))
                .map(line -> Path.of(line.substring(3)))
                .toList();
    }

    String phase() {
        return lines.isEmpty() ? STARTING : lines.get(lines.size() - 1).split(" ")[0];
    }
}
