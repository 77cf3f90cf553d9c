package io.sluice.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line as the build lays it out in {@code duckdb-offload/target/dist}, and the JDK that it runs on here.
 * Programs of the tests that want to start equally fast take their class path, libraries and options from it.
 */
public final class ShippedCommand {
    /** Another JDK for all measured processes than the newest that is installed. */
    private static final String JAVA_HOME_VARIABLE = "SLUICE_JAVA_HOME";

    private final Path dist;
    private final Path javaHome;

    private ShippedCommand(Path dist, Path javaHome) {
        this.dist = dist;
        this.javaHome = javaHome;
    }

    /** The command that this build has packaged; an {@code IllegalStateException} if it has not yet. */
    public static ShippedCommand find() {
        Path dist = repository().resolve("duckdb-offload/target/dist");
        if (!Files.isDirectory(dist.resolve("lib"))) {
            throw new IllegalStateException(
                    dist + " is missing: run './mvnw verify', which packages the command first");
        }
        return new ShippedCommand(dist, fastestJdk());
    }

    private static Path repository() {
        String set = System.getProperty("sluice.repository");
        return set == null ? Path.of("").toAbsolutePath().getParent() : Path.of(set);
    }

    /** The choice of the launcher: the newest JDK from 25 on, as it starts fastest; else the one that runs this. */
    private static Path fastestJdk() {
        String set = System.getenv(JAVA_HOME_VARIABLE);
        if (set != null) {
            return Path.of(set);
        }
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> JavaHomes.featureOf(home) >= 25)
                    .max((a, b) -> Integer.compare(JavaHomes.featureOf(a), JavaHomes.featureOf(b)))
                    .orElse(Path.of(System.getProperty("java.home")));
        } catch (IOException noSuchFolder) {
            return Path.of(System.getProperty("java.home"));
        }
    }

    /** The same on the JDK that runs this, for peers that cannot run on a newer one. */
    public ShippedCommand onOwnJava() {
        return new ShippedCommand(dist, Path.of(System.getProperty("java.home")));
    }

    public String java() {
        return javaHome.resolve("bin/java").toString();
    }

    public int javaFeature() {
        return JavaHomes.featureOf(javaHome);
    }

    /** The command {@code sluice} with these arguments, on the same JDK as all other measured processes. */
    public ProcessBuilder sluice(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(dist.resolve("bin/sluice").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(JAVA_HOME_VARIABLE, javaHome.toString());
        return builder;
    }

    /** The jars of the command. */
    public List<Path> jars() {
        try (Stream<Path> jars = Files.list(dist.resolve("lib"))) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar whose name begins so. */
    public Path jar(String prefix) {
        return jars().stream()
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    /** The options that the launcher gives to Java, apart from class path and archive. */
    public List<String> javaOptions() {
        Path libraries = dist.resolve("native");
        List<String> options = new ArrayList<>(List.of(
                "-Djava.library.path=" + libraries,
                "-Dorg.sqlite.lib.path=" + libraries,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms16m",
                "-Xmx512m",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8"));
        if (javaFeature() >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }

    static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    }
}
