package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.scan.Deletions;
import io.sluice.scan.StoredDeletions;
import io.sluice.storage.Storage;
import io.sluice.table.RowPositions;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The deletion vectors of one table, where the log says that they are: in the log itself, or in files. Source: Delta
 * protocol, "Deletion Vectors". Safe for use by several threads.
 */
final class DeletionVectors {
    static final String INLINE = "i";
    static final String RELATIVE = "u";
    static final String ABSOLUTE = "p";

    /** A UUID in Base85; what stands before it is a folder. */
    private static final int UUID_CHARACTERS = 20;

    /** A table that is deleted from again and again has its vectors in the files of its last commits. */
    private static final int MOST_FILES = 16;

    private final Storage storage;
    private final String table;
    /** The files that were read last, by location: all vectors of one commit are in one file. */
    private final Map<String, SoftReference<byte[]>> files = new LinkedHashMap<>(16, 0.75f, true);

    /** @param table the folder of the table, absolute, without a final {@code /} */
    DeletionVectors(Storage storage, String table) {
        this.storage = requireNonNull(storage, "storage");
        this.table = requireNonNull(table, "table");
    }

    /** The deletions of a file; its vector is read when it is first asked for. */
    Deletions lazily(DeletionVector vector) {
        return new Stored(vector);
    }

    /** Reads a vector; a bug if it is not what the log says. */
    RowPositions load(DeletionVector vector) {
        try {
            return StoredVector.decoded(bytes(vector), place(vector), vector.cardinality());
        } catch (IOException damaged) {
            throw StoredVector.unusable(place(vector), damaged);
        }
    }

    /** The place of a vector; empty if it is in the log. */
    Optional<StoredDeletions> stored(DeletionVector vector) {
        return vector.storageType().equals(INLINE)
                ? Optional.empty()
                : Optional.of(new StoredVector(
                        location(vector), vector.offset().orElse(1), vector.sizeBytes(), vector.cardinality()));
    }

    private byte[] bytes(DeletionVector vector) throws IOException {
        if (vector.storageType().equals(INLINE)) {
            return Base85.decode(vector.pathOrInline());
        }
        return VectorBytes.of(file(location(vector)), vector.offset().orElse(1), vector.sizeBytes());
    }

    private byte[] file(String location) throws IOException {
        synchronized (files) {
            SoftReference<byte[]> known = files.get(location);
            byte[] content = known == null ? null : known.get();
            if (content != null) {
                return content;
            }
        }
        byte[] content =
                storage.read(location).orElseThrow(() -> new IOException("there is no file %s".formatted(location)));
        synchronized (files) {
            files.put(location, new SoftReference<>(content));
            if (files.size() > MOST_FILES) {
                files.remove(files.keySet().iterator().next());
            }
        }
        return content;
    }

    private String location(DeletionVector vector) {
        String path = vector.pathOrInline();
        if (vector.storageType().equals(ABSOLUTE)) {
            return DeltaPath.decoded(path);
        }
        if (!vector.storageType().equals(RELATIVE) || path.length() < UUID_CHARACTERS) {
            throw SluiceException.bug("the log of the table in %s has a deletion vector of type '%s' at '%s'"
                    .formatted(table, vector.storageType(), path));
        }
        int prefix = path.length() - UUID_CHARACTERS;
        ByteBuffer bytes = ByteBuffer.wrap(Base85.decode(path.substring(prefix)));
        UUID unique = new UUID(bytes.getLong(), bytes.getLong());
        return fileOf(prefix == 0 ? table : table + "/" + path.substring(0, prefix), unique);
    }

    /** What the log says of the file of that name in the folder of the table. */
    static String encoded(UUID unique) {
        return Base85.encode(ByteBuffer.allocate(16)
                .putLong(unique.getMostSignificantBits())
                .putLong(unique.getLeastSignificantBits())
                .array());
    }

    /** @param folder absolute, without a final {@code /} */
    static String fileOf(String folder, UUID unique) {
        return "%s/deletion_vector_%s.bin".formatted(folder, unique);
    }

    private String place(DeletionVector vector) {
        return vector.storageType().equals(INLINE) ? "the log" : location(vector);
    }

    /** Reads at most once, unless several threads ask at the same time for the first time. */
    private final class Stored implements Deletions {
        private final DeletionVector vector;
        private volatile RowPositions rows;

        Stored(DeletionVector vector) {
            this.vector = requireNonNull(vector, "vector");
        }

        @Override
        public long count() {
            return vector.cardinality();
        }

        @Override
        public RowPositions positions() {
            RowPositions known = rows;
            if (known == null) {
                known = load(vector);
                rows = known;
            }
            return known;
        }

        @Override
        public Optional<StoredDeletions> stored() {
            return DeletionVectors.this.stored(vector);
        }

        @Override
        public String toString() {
            return count() + " rows";
        }
    }
}
