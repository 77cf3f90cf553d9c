package io.sluice.trino.write;

import static java.util.Objects.requireNonNull;

import io.airlift.json.JsonCodec;
import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.sluice.trino.statistics.CollectedColumns;
import java.util.Optional;

/**
 * A part of what a writer tells the coordinator.
 *
 * @param file that it has written; empty in the part that only says what the rows hold
 * @param collected what the rows of all its files hold; nothing in all parts but one
 */
public record WriterFragment(Optional<WrittenFile> file, CollectedColumns collected) {
    private static final JsonCodec<WriterFragment> JSON = JsonCodec.jsonCodec(WriterFragment.class);

    public WriterFragment {
        requireNonNull(file, "file");
        requireNonNull(collected, "collected");
    }

    static WriterFragment of(WrittenFile file) {
        return new WriterFragment(Optional.of(file), CollectedColumns.NOTHING);
    }

    static WriterFragment of(CollectedColumns collected) {
        return new WriterFragment(Optional.empty(), collected);
    }

    Slice slice() {
        return Slices.wrappedBuffer(JSON.toJsonBytes(this));
    }

    static WriterFragment of(Slice fragment) {
        return JSON.fromJson(fragment.getBytes());
    }
}
