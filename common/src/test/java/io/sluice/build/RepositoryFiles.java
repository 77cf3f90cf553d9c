package io.sluice.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The files of this repository that people write, as they lie on disk: no build output, no version control. */
record RepositoryFiles(Path top, List<Path> files) {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "lake", "sluice-demo");
    private static final Set<String> HIDDEN_FOLDERS_OF_OURS = Set.of(".ci", ".mvn");
    private static final Set<String> BINARY_KINDS =
            Set.of("jar", "parquet", "gz", "zst", "db", "png", "jpg", "gif", "ico", "class", "so", "bin");

    RepositoryFiles {
        files = List.copyOf(files);
    }

    /** All files under the top folder, sorted by path. The top folder comes from the build. */
    static RepositoryFiles read() {
        Path top = Path.of(System.getProperty("sluice.repository", ".."))
                .toAbsolutePath()
                .normalize();
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isOurs(top, folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a linked work tree this is a file, and names the place of the repository.
                    if (!file.endsWith(".git")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(files);
        return new RepositoryFiles(top, files);
    }

    /** Java sources, of programs and tests, without {@code package-info.java}. */
    List<Path> javaSources() {
        return files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
    }

    List<Path> markdown() {
        return files.stream().filter(file -> file.toString().endsWith(".md")).toList();
    }

    /** Everything but binaries and test fixtures, whose bytes are what they are. */
    List<Path> texts() {
        return files.stream()
                .filter(file -> !BINARY_KINDS.contains(extension(file)))
                .filter(file -> !relative(file).contains("/src/test/resources/"))
                .toList();
    }

    String relative(Path file) {
        return top.relativize(file).toString().replace('\\', '/');
    }

    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path top, Path folder) {
        if (folder.equals(top)) {
            return true;
        }
        String name = folder.getFileName().toString();
        boolean hidden = name.startsWith(".") && !HIDDEN_FOLDERS_OF_OURS.contains(name);
        // Only build output is called "target" beside a pom; packages of sources may have any name.
        boolean skipped = SKIPPED_FOLDERS.contains(name)
                && !top.relativize(folder).toString().contains("src");
        return !hidden && !skipped;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
