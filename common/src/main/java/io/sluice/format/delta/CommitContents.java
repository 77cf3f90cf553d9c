package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.RatifiedCommit;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitContent.Staged;
import io.sluice.error.SluiceException;
import io.sluice.storage.Storage;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The commits of a table by version: from the catalog as long as it holds them, else published ones. Names are computed
 * and nothing is listed, so a file that is not ratified is never seen. Source: Delta protocol, "Reading Catalog-managed
 * Tables".
 */
final class CommitContents {
    /** So many commits are worth the handing over to another thread. */
    private static final int CHUNK = 64;

    private final LogFiles files;
    private final Storage storage;
    private final Map<TableVersion, CommitContent> held = new HashMap<>();

    /** @param recent what the catalog knows of the last commits */
    CommitContents(LogFiles files, Storage storage, List<RatifiedCommit> recent) {
        this.files = requireNonNull(files, "files");
        this.storage = requireNonNull(storage, "storage");
        for (RatifiedCommit commit : recent) {
            commit.content().ifPresent(content -> held.put(commit.version(), content));
        }
    }

    /** The content of a ratified commit; a bug if its file is gone. */
    byte[] read(TableVersion version) {
        return find(version)
                .orElseThrow(() -> SluiceException.bug(
                        "the log of the table in %s lacks version %s: the file %s is not there; restore it from a backup"
                                .formatted(files.table(), version, files.commit(version))));
    }

    /** The content of a ratified commit; empty if its file is gone. */
    Optional<byte[]> find(TableVersion version) {
        CommitContent content = held.get(version);
        if (content instanceof Inline inline) {
            return Optional.of(inline.bytes());
        }
        if (content instanceof Staged staged) {
            Optional<byte[]> bytes = storage.read(files.staged(staged.fileName()));
            if (bytes.isPresent()) {
                return bytes;
            }
            // Published, and cleaned up, since the catalog was asked.
        }
        return storage.read(files.commit(version));
    }

    /** Reads commits that follow each other, both ends included, in order. */
    List<ScannedLog> scan(TableVersion from, TableVersion to, Executor threads) {
        List<CompletableFuture<List<ScannedLog>>> chunks = new ArrayList<>();
        for (long first = from.number(); first <= to.number(); first += CHUNK) {
            long begin = first;
            long end = Math.min(to.number(), first + CHUNK - 1);
            chunks.add(
                    end == to.number()
                            ? CompletableFuture.completedFuture(scan(begin, end))
                            : CompletableFuture.supplyAsync(() -> scan(begin, end), threads));
        }
        List<ScannedLog> commits = new ArrayList<>();
        chunks.forEach(chunk -> commits.addAll(await(chunk)));
        return commits;
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private List<ScannedLog> scan(long from, long to) {
        List<ScannedLog> commits = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            TableVersion version = new TableVersion(number);
            commits.add(ScannedLog.of(files.commit(version), read(version)));
        }
        return commits;
    }
}
