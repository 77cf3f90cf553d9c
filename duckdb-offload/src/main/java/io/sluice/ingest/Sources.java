package io.sluice.ingest;

import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the files that the user means. The order is that of the given sources, inside a folder or glob that of the
 * names; a file that is meant twice is found once.
 */
final class Sources {
    private static final Pattern GLOB_CHARACTER = Pattern.compile("[*?\\[{]");

    private final Map<Path, InputFile> found = new LinkedHashMap<>();
    private int ignored;

    private Sources() {}

    /**
     * What was found.
     *
     * @param ignored files in folders that are hidden or whose names tell no known kind
     */
    record Found(List<InputFile> files, int ignored) {}

    /** A user error if a source is not there, a glob matches nothing, or the files are of several kinds. */
    static Found find(List<String> sources) {
        Sources search = new Sources();
        sources.forEach(search::add);
        List<InputFile> files = List.copyOf(search.found.values());
        requireOneKind(files);
        return new Found(files, search.ignored);
    }

    private void add(String source) {
        Path path = Path.of(source);
        if (Files.isRegularFile(path)) {
            addFile(path, source);
        } else if (Files.isDirectory(path)) {
            int before = found.size();
            addAll(walk(path));
            requireSome(found.size() - before, "the folder %s holds no CSV, JSON lines or Parquet file", source);
        } else if (GLOB_CHARACTER.matcher(source).find()) {
            addGlob(source);
        } else {
            throw SluiceException.user("there is no file or folder %s".formatted(source));
        }
    }

    private static void requireSome(int count, String message, String source) {
        if (count == 0) {
            throw SluiceException.user(message.formatted(source));
        }
    }

    private void addFile(Path path, String source) {
        InputKind kind = InputKind.of(path.getFileName().toString())
                .orElseThrow(() -> SluiceException.user(
                        ("%s: its name does not tell what it holds: known are .csv .tsv .psv .txt .json .jsonl .ndjson"
                                        + " (each also with .gz or .zst) and .parquet")
                                .formatted(source)));
        InputFile file = InputFile.of(path, source, kind);
        found.putIfAbsent(file.path(), file);
    }

    private void addAll(Collection<Path> paths) {
        for (Path path : paths) {
            Optional<InputKind> kind = InputKind.of(path.getFileName().toString());
            if (kind.isPresent()) {
                InputFile file = InputFile.of(path, path.toString(), kind.get());
                found.putIfAbsent(file.path(), file);
            } else {
                ignored++;
            }
        }
    }

    private void addGlob(String glob) {
        Path start = Path.of("");
        for (Path part : Path.of(glob)) {
            if (GLOB_CHARACTER.matcher(part.toString()).find()) {
                break;
            }
            start = start.resolve(part);
        }
        if (glob.startsWith("/")) {
            start = Path.of("/").resolve(start);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + Path.of(glob));
        List<Path> matching = Files.isDirectory(start) || start.toString().isEmpty()
                ? walk(start).stream().filter(matcher::matches).toList()
                : List.of();
        requireSome(matching.size(), "no file matches %s", glob);
        addAll(matching);
    }

    /** All files below a folder that are neither hidden nor part of a lake, by name. */
    private List<Path> walk(Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean passedOver = !directory.equals(folder) && (isHidden(directory) || isLake(directory));
                    return passedOver ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isHidden(file)) {
                        ignored++;
                    } else if (Files.isRegularFile(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw SluiceException.user("the folder %s cannot be read: %s".formatted(folder, failure), failure);
        }
        files.sort(null);
        return files;
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.startsWith("_");
    }

    /**
     * Whether a folder is a lake or a Delta table: its files are somebody's rows already, and some are not any more.
     */
    private static boolean isLake(Path folder) {
        return Files.exists(folder.resolve(SqliteCatalogs.FILE_NAME))
                || Files.isDirectory(folder.resolve("_delta_log"));
    }

    private static void requireOneKind(List<InputFile> files) {
        for (InputFile file : files) {
            InputFile first = files.get(0);
            if (file.kind() != first.kind()) {
                throw SluiceException.user(
                        "the sources are of several kinds, %s (%s) and %s (%s): ingest each kind by itself"
                                .formatted(
                                        first.kind().text(),
                                        first.shown(),
                                        file.kind().text(),
                                        file.shown()));
            }
        }
    }
}
