package io.sluice.compat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs of this machine, as the build finds them too. */
public final class JavaHomes {
    private JavaHomes() {}

    /** A JDK of that feature version; an {@code IllegalStateException} if there is none. */
    public static Path of(int feature) {
        if (Runtime.version().feature() == feature) {
            return Path.of(System.getProperty("java.home"));
        }
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> featureOf(home) == feature)
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("there is no JDK %d in /usr/lib/jvm".formatted(feature)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The feature version of the JDK in that folder; 0 if it is none. */
    static int featureOf(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            Optional<String> version = lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
                    .findFirst();
            return version.map(Integer::valueOf).orElse(0);
        } catch (IOException | UncheckedIOException notAJdk) {
            return 0;
        }
    }
}
