package io.sluice.compat.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A main class that starts as fast as the shipped command: slim jars, libraries unpacked beforehand, the same options,
 * and an archive of loaded classes made by a rehearsal.
 */
public final class FastProgram {
    private final ShippedCommand shipped;
    private final Class<?> main;
    private final Path jar;
    private final List<Path> classPath = new ArrayList<>();
    private final Path archive;

    /**
     * @param libraries jars of the shipped command that the program needs
     * @param scratch a folder for what is made on the way
     */
    public FastProgram(ShippedCommand shipped, Class<?> main, List<Path> libraries, Path scratch) {
        this.shipped = shipped;
        this.main = main;
        this.jar = ProgramJar.write(scratch.resolve(main.getSimpleName() + ".jar"));
        this.classPath.add(jar);
        this.classPath.addAll(libraries);
        this.archive = scratch.resolve(main.getSimpleName() + ".archive");
    }

    /** Runs the program once with these arguments to learn which classes it loads. */
    public FastProgram rehearse(String... arguments) {
        String option = shipped.javaFeature() >= 25 ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        ProcessRun run = ProcessRun.of(command(List.of(option + archive), arguments));
        if (run.exitCode() != 0 || !Files.exists(archive)) {
            throw new IllegalStateException("the rehearsal of " + main + " failed: " + run);
        }
        return this;
    }

    /** The program with these arguments. */
    public ProcessBuilder command(String... arguments) {
        if (!Files.exists(archive)) {
            return command(List.of(), arguments);
        }
        String option = shipped.javaFeature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        return command(List.of(option + archive), arguments);
    }

    private ProcessBuilder command(List<String> more, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(shipped.java());
        command.add("-cp");
        command.add(ShippedCommand.classPath(classPath));
        command.addAll(shipped.javaOptions());
        command.addAll(more);
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }
}
