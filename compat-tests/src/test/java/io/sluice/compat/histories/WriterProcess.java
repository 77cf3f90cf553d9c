package io.sluice.compat.histories;

import io.sluice.commit.AttemptId;
import io.sluice.compat.histories.model.Executed;
import io.sluice.compat.histories.model.LogText;
import io.sluice.compat.histories.program.EngineKind;
import io.sluice.compat.histories.program.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A {@link HistoryWriter} that runs, with the JDK and the class path of this process. */
record WriterProcess(String name, Process process, Path log, Path output) {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long LONGEST_LAST_MOMENT_MILLIS = 100;
    /** 128 + SIGKILL. */
    private static final int KILLED = 137;

    /** @param arguments of the program, those before and after its log */
    static WriterProcess begin(Path folder, String name, EngineKind engine, List<String> arguments, List<String> tables)
            throws IOException {
        Path log = Files.createFile(folder.resolve(name + ".log"));
        Path output = folder.resolve(name + ".out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        if (engine == EngineKind.SPARK) {
            command.add("-Xmx768m");
            command.addAll(
                    List.of(System.getProperty("spark.jvm.options").strip().split("\\s+")));
        } else {
            command.add("-Xmx256m");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HistoryWriter.class.getName()));
        command.addAll(arguments);
        command.add(log.toString());
        command.addAll(tables);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new WriterProcess(name, process, log, output);
    }

    /** Kills it in the moments after it has come to so many commits. */
    void killAfter(int commits, RandomGenerator random) throws IOException, InterruptedException {
        while (process.isAlive() && commits() < commits) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_LAST_MOMENT_MILLIS));
        process.destroyForcibly();
    }

    private long commits() throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.startsWith("commit "))
                .count();
    }

    /** What it has logged, once it has ended, or was killed. */
    List<Executed> end() throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        if (exitCode != 0 && exitCode != KILLED) {
            throw new IOException("writer %s failed with %d: %s".formatted(name, exitCode, Files.readString(output)));
        }
        return LogText.parse(Files.readString(log));
    }

    /** Which of its transactions made which attempts. */
    Map<AttemptId, String> attempts() throws IOException {
        return LogText.attempts(Files.readString(log));
    }
}
