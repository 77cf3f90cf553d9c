package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitContent.Staged;
import io.sluice.error.SluiceException;
import io.sluice.storage.Creation;
import io.sluice.storage.Storage;
import io.sluice.storage.StoredFile;
import io.sluice.table.TableVersion;
import java.util.Arrays;
import java.util.Optional;

/** Where the commits of one table are: in the catalog's hands, staged, or published. */
final class CommitStore {
    /** Beyond it a commit is staged as a file, so that the catalog's database carries only small ones. */
    static final int INLINE_BYTES = 1 << 20;

    private final Storage storage;
    private final LogFiles files;

    CommitStore(Storage storage, LogFiles files) {
        this.storage = requireNonNull(storage, "storage");
        this.files = requireNonNull(files, "files");
    }

    /** Prepares a commit for ratification. */
    CommitContent prepared(TableVersion version, AttemptId attempt, byte[] content) {
        if (content.length <= INLINE_BYTES) {
            return new Inline(content);
        }
        String name = "%020d.%s.json".formatted(version.number(), attempt);
        StoredFile file = storage.write(files.staged(name), content);
        return new Staged(name, file.sizeBytes(), file.modifiedMillis());
    }

    /** Stores the deletion vectors of a commit in the making. */
    void storeVectors(AttemptId attempt, byte[] content) {
        storage.write(vectors(attempt), content);
    }

    /** Removes what {@link #storeVectors} has stored. */
    void discardVectors(AttemptId attempt) {
        storage.delete(vectors(attempt));
    }

    private String vectors(AttemptId attempt) {
        return DeletionVectors.fileOf(files.table(), attempt.value());
    }

    boolean isThere(String location) {
        return storage.stat(location).isPresent();
    }

    /** Removes what {@link #prepared} has stored. */
    void discard(CommitContent content) {
        if (content instanceof Staged staged) {
            storage.delete(files.staged(staged.fileName()));
        }
    }

    /** The bytes of a commit that the catalog knows. */
    byte[] read(CommitContent content) {
        if (content instanceof Inline inline) {
            return inline.bytes();
        }
        String location = files.staged(((Staged) content).fileName());
        return storage.read(location)
                .orElseThrow(() -> SluiceException.bug(
                        "the catalog has ratified a commit whose file is gone: %s is missing".formatted(location)));
    }

    Optional<byte[]> published(TableVersion version) {
        return storage.read(files.commit(version));
    }

    boolean isPublished(TableVersion version) {
        return storage.stat(files.commit(version)).isPresent();
    }

    /**
     * Makes a ratified commit visible to everyone, durably. Harmless if it is visible already.
     *
     * @throws SluiceException of kind {@code BUG} if another content has that version's place
     */
    void publish(TableVersion version, CommitContent content) {
        String location = files.commit(version);
        Creation creation = content instanceof Staged staged
                ? storage.copy(files.staged(staged.fileName()), location)
                : storage.create(location, ((Inline) content).bytes());
        if (creation == Creation.EXISTS && !isSame(location, content)) {
            throw SluiceException.bug(
                    ("%s is not the commit that the catalog has ratified as version %s: something has written into the"
                                    + " table's log past the catalog; move that file away")
                            .formatted(location, version));
        }
    }

    private boolean isSame(String location, CommitContent content) {
        return storage.read(location)
                .map(found -> Arrays.equals(found, read(content)))
                .orElse(false);
    }
}
