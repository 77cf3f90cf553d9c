package io.sluice.compat.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Test classes as a jar, because class data archives know jars only. */
final class ProgramJar {
    private ProgramJar() {}

    /** Packs all test classes of this module. */
    static Path write(Path jar) {
        try {
            Path classes = Classes.of(ProgramJar.class);
            Files.createDirectories(jar.getParent());
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file);
                    Stream<Path> found = Files.walk(classes)) {
                List<Path> sorted = found.filter(Files::isRegularFile).sorted().toList();
                for (Path each : sorted) {
                    out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                    Files.copy(each, out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
