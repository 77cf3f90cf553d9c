package io.sluice.compat.spark;

import io.sluice.catalog.FaultyCatalog;
import io.sluice.compat.process.Classes;
import io.sluice.compat.process.JavaHomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program of these tests with the packaged connector, on a Spark and a Java as users have them. */
record SparkProgram(String spark, int java, Class<?> program) {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("sluice.repository")).toAbsolutePath();

    /** On the Spark that the connector is compiled for. */
    static SparkProgram of(Class<?> program) {
        return new SparkProgram("4.1", 17, program);
    }

    ProcessBuilder command(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome().resolve("bin/java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+IgnoreUnrecognizedVMOptions"));
        command.addAll(javaOptions());
        command.add("-cp");
        command.add(String.join(":", connector().toString(), programs(), sparkClassPath()));
        command.add(program.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    Path javaHome() {
        return JavaHomes.of(java);
    }

    static List<String> javaOptions() {
        return List.of(System.getProperty("spark.jvm.options").strip().split("\\s+"));
    }

    /** The classes of these tests, and the fakes of common that they use. */
    static String programs() {
        return Classes.of(SparkProgram.class) + ":" + Classes.of(FaultyCatalog.class);
    }

    String sparkClassPath() throws IOException {
        return Files.readString(REPOSITORY.resolve("compat-tests/spark-" + spark + "/target/classpath"))
                .strip();
    }

    /** The jar that users are given. */
    static Path connector() throws IOException {
        Path target = REPOSITORY.resolve("spark-connector/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("sluice-spark-connector-[0-9].*(?<!-plain)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            target + " has no jar: run './mvnw verify', which packages it first"));
        }
    }
}
