package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.LogFiles.CheckpointForm;
import io.sluice.format.delta.LogFiles.CheckpointName;
import io.sluice.format.delta.ScannedLog.CheckpointHeader;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads checkpoints: JSON ones of the V2 form, without sidecars. One that is damaged or of another form is
 * passed over, as a checkpoint says nothing that the commits before it do not say.
 */
final class Checkpoints {
    /** As long as that, a log is read from its first commit rather than listed for a checkpoint. */
    static final long SHORT_LOG = 200;

    /** Parts of that size are worth a thread. */
    private static final int PART_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final LogFiles files;
    private final Storage storage;
    private final Executor threads;

    Checkpoints(LogFiles files, Storage storage, Executor threads) {
        this.files = requireNonNull(files, "files");
        this.storage = requireNonNull(storage, "storage");
        this.threads = requireNonNull(threads, "threads");
    }

    /** A checkpoint's content, as a replay that goes on from there. */
    record Found(TableVersion version, Replay replay) {}

    /** What the pointer file says, if it is there and makes sense. */
    Optional<LastCheckpoint> last() {
        return storage.read(files.lastCheckpoint()).flatMap(LastCheckpoint::parse);
    }

    /**
     * The latest usable checkpoint of a version up to that one.
     *
     * @param problems takes a line for each checkpoint that cannot be used
     */
    Optional<Found> latest(TableVersion atMost, List<String> problems) {
        Optional<LastCheckpoint> last = last();
        Optional<Found> pointed = last.filter(pointer -> !pointer.version().isAfter(atMost))
                .flatMap(pointer -> pointer.name())
                .flatMap(LogFiles::parseCheckpoint)
                .flatMap(name -> usable(name, problems));
        if (pointed.isPresent() || (last.isEmpty() && atMost.number() < SHORT_LOG)) {
            return pointed;
        }
        return listed(atMost, problems);
    }

    /** The latest usable checkpoint that a listing finds. */
    Optional<Found> listed(TableVersion atMost, List<String> problems) {
        return storage.list(files.folder()).stream()
                .map(StoredFile::name)
                .flatMap(name -> LogFiles.parseCheckpoint(name).stream())
                .filter(name -> !name.version().isAfter(atMost))
                .sorted(Comparator.comparing(CheckpointName::version).reversed())
                .flatMap(name -> usable(name, problems).stream())
                .findFirst();
    }

    private Optional<Found> usable(CheckpointName name, List<String> problems) {
        try {
            return Optional.of(new Found(name.version(), read(name)));
        } catch (SluiceException unusable) {
            if (unusable.kind() != SluiceException.Kind.BUG && unusable.kind() != SluiceException.Kind.USER) {
                throw unusable;
            }
            String problem = name.name() + ": " + unusable.getMessage();
            LOG.warn("A checkpoint of the table in {} is passed over: {}", files.table(), problem);
            problems.add(problem);
            return Optional.empty();
        }
    }

    private Replay read(CheckpointName name) {
        if (name.form() == CheckpointForm.PARQUET) {
            throw SluiceException.user("checkpoints in Parquet are not supported");
        }
        String location = files.checkpoint(name.name());
        byte[] content = storage.read(location).orElseThrow(() -> SluiceException.bug("the file is not there"));
        List<ScannedLog> parts = scan(location, content);
        requireComplete(name, parts);
        Replay replay = new Replay();
        replay.begin(parts);
        replay.requireSchema();
        return replay;
    }

    /** Reads the parts of a large content at the same time. */
    private List<ScannedLog> scan(String location, byte[] content) {
        List<CompletableFuture<ScannedLog>> parts = new ArrayList<>();
        for (int from = 0; from < content.length; ) {
            int begin = from;
            int end = endOfPart(content, from);
            parts.add(
                    end == content.length
                            ? CompletableFuture.completedFuture(ScannedLog.of(location, content, begin, end))
                            : CompletableFuture.supplyAsync(
                                    () -> ScannedLog.of(location, content, begin, end), threads));
            from = end;
        }
        return parts.stream().map(CommitContents::await).toList();
    }

    private static int endOfPart(byte[] content, int from) {
        // Line ends separate actions, and a JSON string has none.
        int end = (int) Math.min(content.length, (long) from + PART_BYTES);
        while (end < content.length && content[end - 1] != '\n') {
            end++;
        }
        return end;
    }

    /** Damage that leaves valid JSON would lose files. */
    private static void requireComplete(CheckpointName name, List<ScannedLog> parts) {
        CheckpointHeader header = parts.stream()
                .flatMap(part -> part.header().stream())
                .findFirst()
                .orElseThrow(() -> SluiceException.bug("it has no checkpointMetadata"));
        if (header.version() != name.version().number()) {
            throw SluiceException.bug("it says that it is of version " + header.version());
        }
        if (parts.stream().anyMatch(ScannedLog::hasSidecars)) {
            throw SluiceException.user("checkpoints with sidecars are not supported");
        }
        long files = parts.stream().mapToLong(part -> part.files().size()).sum();
        long others = parts.stream().mapToLong(part -> part.others().size()).sum();
        requireCount(header, CheckpointWriter.FILES_TAG, files);
        requireCount(header, CheckpointWriter.ACTIONS_TAG, files + others);
    }

    private static void requireCount(CheckpointHeader header, String tag, long count) {
        String expected = header.tags().get(tag);
        if (expected != null && !expected.equals(Long.toString(count))) {
            throw SluiceException.bug("it has %d actions where %s says %s".formatted(count, tag, expected));
        }
    }
}
