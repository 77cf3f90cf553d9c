package io.sluice.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One process from start to exit.
 *
 * @param wallNanos from just before the start to the exit
 * @param cpuMillis time on the processors, user and system, exact to 10 ms; only right while no other child runs
 * @param peakResidentBytes the high-water mark of its resident memory ({@code VmHWM}), as last seen at most 5 ms before
 *     its end; 0 where {@code /proc} does not tell
 */
public record ProcessRun(
        int exitCode, long wallNanos, long cpuMillis, long peakResidentBytes, String output, String errors) {
    private static final long LOOK_EVERY_MILLIS = 5;
    private static final long KIBI = 1024;
    /** Linux counts in hundredths of a second wherever Java runs. */
    private static final long MILLIS_PER_TICK = 10;

    /** Runs a command to its end; its output is kept. */
    public static ProcessRun of(ProcessBuilder command) {
        try {
            Path output = Files.createTempFile("sluice-run", ".out");
            Path errors = Files.createTempFile("sluice-run", ".err");
            try {
                long cpuBefore = childrenCpuMillis();
                long begin = System.nanoTime();
                Process process = command.redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                long resident = 0;
                while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    long seen = peakResidentBytes(process.pid());
                    resident = seen == 0 ? resident : seen;
                }
                long wall = System.nanoTime() - begin;
                return new ProcessRun(
                        process.exitValue(),
                        wall,
                        childrenCpuMillis() - cpuBefore,
                        resident,
                        Files.readString(output),
                        Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same run, if it ended well; an {@code IllegalStateException} with its output otherwise. */
    public ProcessRun requireSuccess() {
        if (exitCode != 0) {
            throw new IllegalStateException("a process failed: " + this);
        }
        return this;
    }

    public double seconds() {
        return wallNanos / 1e9;
    }

    public double peakResidentMebibytes() {
        return peakResidentBytes / (double) (KIBI * KIBI);
    }

    /** The high-water mark of a living process, which is its own since its last {@code exec}; 0 if it is gone. */
    public static long peakResidentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI;
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }

    /** Processor time of all children that have ended. Source: proc(5), fields cutime and cstime of stat. */
    private static long childrenCpuMillis() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] afterName = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[13]) + Long.parseLong(afterName[14])) * MILLIS_PER_TICK;
    }
}
