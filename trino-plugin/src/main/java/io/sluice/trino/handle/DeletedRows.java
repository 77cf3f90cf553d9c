package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.error.SluiceException;
import io.sluice.scan.Deletions;
import io.sluice.scan.StoredDeletions;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.function.Function;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * The rows of a file that are gone, on their way to a worker.
 *
 * @param count how many they are
 * @param kind what the bytes are
 */
@SuppressWarnings("ArrayRecordComponent") // It travels; nobody compares it.
public record DeletedRows(long count, Kind kind, byte[] bytes) {
    /** No row is gone. */
    public static final DeletedRows NONE = new DeletedRows(0, Kind.BITMAP, new byte[0]);

    /** A larger vector is read where it is needed, and not sent there. */
    private static final int MOST_BYTES = 1 << 16;

    /** Forms that deleted rows travel in. */
    public enum Kind {
        /** A 64-bit Roaring bitmap in its portable form. */
        BITMAP,
        /** The place of a large one, which is read where it is needed: {@link StoredDeletions} as Java writes it. */
        PLACE
    }

    public DeletedRows {
        requireNonNull(kind, "kind");
        requireNonNull(bytes, "bytes");
    }

    /** May read a file, unless its content is large: then the worker does. */
    public static DeletedRows of(Deletions deletions) {
        if (deletions.isEmpty()) {
            return NONE;
        }
        return deletions
                .stored()
                .filter(stored -> stored.lengthBytes() > MOST_BYTES)
                .map(stored -> new DeletedRows(deletions.count(), Kind.PLACE, written(stored)))
                .orElseGet(() -> listed(deletions.positions()));
    }

    /** These rows. */
    public static DeletedRows listed(RowPositions positions) {
        return positions.isEmpty() ? NONE : new DeletedRows(positions.count(), Kind.BITMAP, written(positions.copy()));
    }

    @JsonIgnore
    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * Which rows are gone.
     *
     * @param reading the bytes of a place
     */
    public RowPositions positions(Function<StoredDeletions, byte[]> reading) {
        if (isEmpty()) {
            return RowPositions.NONE;
        }
        return switch (kind) {
            case BITMAP -> RowPositions.owning(bitmap(bytes));
            case PLACE -> {
                StoredDeletions place = place(bytes);
                yield place.decoded(reading.apply(place));
            }
        };
    }

    private static byte[] written(StoredDeletions place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(place);
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write a place to memory", impossible);
        }
        return bytes.toByteArray();
    }

    private static StoredDeletions place(byte[] bytes) {
        try (ObjectInputStream objects = new PluginObjects(bytes)) {
            return (StoredDeletions) objects.readObject();
        } catch (IOException | ClassNotFoundException impossible) {
            throw damaged(impossible);
        }
    }

    /** A bitmap in its portable form. */
    public static byte[] written(Roaring64NavigableMap bitmap) {
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            bitmap.serializePortable(data);
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write a bitmap to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #written(Roaring64NavigableMap)} has written. */
    public static Roaring64NavigableMap bitmap(byte[] bytes) {
        Roaring64NavigableMap rows = new Roaring64NavigableMap();
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            rows.deserializePortable(data);
        } catch (IOException impossible) {
            throw damaged(impossible);
        }
        return rows;
    }

    private static SluiceException damaged(Exception cause) {
        return SluiceException.bug("deleted rows were damaged on their way to the worker", cause);
    }

    /** Finds classes where the plugin has them, whatever the thread's own loader is. */
    private static final class PluginObjects extends ObjectInputStream {
        private PluginObjects(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(java.io.ObjectStreamClass description) throws ClassNotFoundException {
            return Class.forName(description.getName(), false, DeletedRows.class.getClassLoader());
        }
    }
}
