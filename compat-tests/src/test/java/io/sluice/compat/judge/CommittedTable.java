package io.sluice.compat.judge;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.RatifiedCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.CommitContent;
import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a catalog tells a reader of a catalog-managed table. Source: Delta protocol, "Catalog-managed tables", reader
 * requirements.
 *
 * @param folder the table's location
 * @param latest the last ratified version
 * @param tail ratified commits that may not be published yet: no gaps, up to the last version, possibly none
 */
public record CommittedTable(Path folder, long latest, SortedMap<Long, StagedCommit> tail) {
    /** A ratified commit, as a file of that name in {@code _delta_log/_staged_commits} would be. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record StagedCommit(String fileName, byte[] content) {}

    public static CommittedTable of(Lake lake, TableName name) {
        CatalogTable table = lake.catalog().table(name).orElseThrow();
        TableTip tip = lake.catalog().tip(table.id(), TableVersion.FIRST).orElseThrow();
        Path folder = Path.of(table.location());
        SortedMap<Long, StagedCommit> tail = new TreeMap<>();
        for (RatifiedCommit commit : tip.recent()) {
            long version = commit.version().number();
            commit.content().ifPresent(content -> tail.put(version, staged(folder, version, content)));
        }
        return new CommittedTable(folder, tip.version().number(), tail);
    }

    private static StagedCommit staged(Path folder, long version, CommitContent content) {
        if (content instanceof CommitContent.Inline inline) {
            return new StagedCommit("%020d.%s.json".formatted(version, new UUID(0, version)), inline.bytes());
        }
        String fileName = ((CommitContent.Staged) content).fileName();
        try {
            return new StagedCommit(
                    fileName, Files.readAllBytes(folder.resolve("_delta_log/_staged_commits/" + fileName)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same table in another folder, to be changed there; data files are hard links. */
    public CommittedTable copyTo(Path target) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = folder.relativize(file);
                Path copy = target.resolve(relative);
                Files.createDirectories(copy.getParent());
                if (relative.startsWith("_delta_log")) {
                    Files.copy(file, copy);
                } else {
                    Files.createLink(copy, file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new CommittedTable(target, latest, tail);
    }

    Path log() {
        return folder.resolve("_delta_log");
    }
}
