package io.sluice.compat.bench;

import io.sluice.compat.process.FastProgram;
import io.sluice.compat.process.ShippedCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a benchmark finds its things: the shipped command, generated inputs that are kept between runs, and empty
 * folders for what it makes.
 */
final class Bench {
    private final ShippedCommand shipped;
    private final Path folder;
    private final PrintStream log;
    private int folders;

    /** @param folder below which everything is written */
    Bench(ShippedCommand shipped, Path folder, PrintStream log) {
        this.shipped = shipped;
        this.folder = folder;
        this.log = log;
    }

    ShippedCommand shipped() {
        return shipped;
    }

    /** Tells who waits what goes on. */
    void say(String line) {
        log.println("# " + line);
    }

    /** A generated file of orders, kept for later runs. */
    Path orders(int rows) throws IOException {
        return OrdersCsv.cached(folder.resolve("inputs"), rows);
    }

    /** Where generated inputs are, kept for later runs. */
    Path inputs() throws IOException {
        return Files.createDirectories(folder.resolve("inputs"));
    }

    /** An empty folder. */
    Path emptyFolder(String name) throws IOException {
        Path empty = folder.resolve("run").resolve(name + "-" + folders++);
        if (Files.exists(empty)) {
            delete(empty);
        }
        return Files.createDirectories(empty);
    }

    /** A program that starts like the shipped command; it has no archive before {@link FastProgram#rehearse}. */
    FastProgram program(Class<?> main, List<Path> libraries) {
        return new FastProgram(shipped, main, libraries, folder.resolve("programs"));
    }

    /** The same on the JDK that runs the benchmarks. */
    FastProgram programOnOwnJava(Class<?> main, List<Path> libraries) {
        return new FastProgram(shipped.onOwnJava(), main, libraries, folder.resolve("programs"));
    }

    /** Removes what the benchmarks wrote, apart from the kept inputs. */
    void clean() throws IOException {
        if (Files.exists(folder.resolve("run"))) {
            delete(folder.resolve("run"));
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
