package io.sluice.compat.trino;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The folder of plugins of a server: ours as it is shipped, and in another folder some of Trino's own. */
final class TrinoPlugins {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("sluice.repository")).toAbsolutePath();
    private static final Path BUILT = REPOSITORY.resolve("trino-plugin/target");

    private static boolean laidOut;

    private TrinoPlugins() {}

    /** The folder, which is laid out anew by the first server of a process. */
    static synchronized Path folder() throws IOException {
        Path folder = REPOSITORY.resolve("compat-tests/target/trino-plugins");
        if (!laidOut) {
            remove(folder);
            unzip(zip(), folder);
            peers(folder.resolve("peers"));
            laidOut = true;
        }
        return folder;
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The zip that users are given. */
    static Path zip() throws IOException {
        try (Stream<Path> files = Files.list(BUILT)) {
            return files.filter(file -> file.getFileName().toString().matches("sluice-trino-plugin-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            BUILT + " has no zip: run './mvnw verify', which packages it first"));
        }
    }

    private static void unzip(Path zip, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
    }

    /** Plugins whose jars leave out how a server finds them, as Trino's own build adds that in another jar. */
    private static void peers(Path folder) throws IOException {
        Path services = folder.resolve("services/META-INF/services");
        Files.createDirectories(services);
        Files.write(
                services.resolve("io.trino.spi.Plugin"),
                List.of(
                        "io.trino.plugin.iceberg.IcebergPlugin",
                        "io.trino.plugin.memory.MemoryPlugin",
                        "io.trino.plugin.tpch.TpchPlugin"));
        for (Path jar : jars("plugins")) {
            Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
        }
    }

    /** The class path of the server itself. */
    static String serverClassPath() throws IOException {
        return String.join(":", jars("server").stream().map(Path::toString).toList());
    }

    private static List<Path> jars(String of) throws IOException {
        String classPath = Files.readString(REPOSITORY.resolve("compat-tests/trino-483/target/" + of));
        return Stream.of(classPath.strip().split(":")).map(Path::of).toList();
    }
}
