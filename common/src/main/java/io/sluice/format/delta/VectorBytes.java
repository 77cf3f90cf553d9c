package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * Sets of rows as bytes: a magic number, then the portable form of 64-bit Roaring bitmaps. Source: Delta protocol,
 * "Deletion Vector Format". Several of them are stored in one file, each with its length before and its checksum after
 * it. Source: Delta protocol, "Deletion Vector File Storage Format".
 */
final class VectorBytes {
    private static final int MAGIC = 1_681_511_377;
    private static final byte FILE_VERSION = 1;

    private VectorBytes() {}

    static byte[] encode(RowPositions rows) {
        Roaring64NavigableMap bitmap = rows.copy();
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.writeInt(Integer.reverseBytes(MAGIC));
            bitmap.serializePortable(data);
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write a bitmap to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * @param bytes what follows the vector is not looked at
     * @throws IOException if it is no vector
     */
    static RowPositions decode(byte[] bytes) throws IOException {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int magic = Integer.reverseBytes(data.readInt());
            if (magic != MAGIC) {
                throw new IOException("it begins with %d in place of %d".formatted(magic, MAGIC));
            }
            Roaring64NavigableMap bitmap = new Roaring64NavigableMap();
            bitmap.deserializePortable(data);
            return RowPositions.owning(bitmap);
        } catch (RuntimeException malformed) {
            throw new IOException("its bitmap is damaged: " + malformed.getMessage(), malformed);
        }
    }

    /** A file of vectors in the making. */
    static final class File {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        File() {
            content.write(FILE_VERSION);
        }

        /** The offset of the vector in the file. */
        long add(byte[] vector) {
            long offset = content.size();
            content.writeBytes(ByteBuffer.allocate(4).putInt(vector.length).array());
            content.writeBytes(vector);
            content.writeBytes(
                    ByteBuffer.allocate(4).putInt((int) checksum(vector)).array());
            return offset;
        }

        byte[] content() {
            return content.toByteArray();
        }
    }

    /**
     * The bytes of one vector of a file.
     *
     * @param size what the log says of its length
     * @throws IOException if the file does not have it there, or it is damaged
     */
    static byte[] of(byte[] file, long offset, long size) throws IOException {
        if (file.length == 0 || file[0] != FILE_VERSION) {
            throw new IOException("the file does not begin with the version number %d".formatted(FILE_VERSION));
        }
        if (offset < 1) {
            throw new IOException("offset %d is that of the version number".formatted(offset));
        }
        return unframed(file, offset, size);
    }

    /** As {@link #of}, where the beginning of the file is not at hand. */
    static byte[] unframed(byte[] file, long offset, long size) throws IOException {
        if (offset < 0 || size < 0 || offset + size + 8 > file.length) {
            throw new IOException(
                    "%d bytes from offset %d are not within the file's %d bytes".formatted(size, offset, file.length));
        }
        ByteBuffer data = ByteBuffer.wrap(file, (int) offset, (int) size + 8).order(ByteOrder.BIG_ENDIAN);
        int length = data.getInt();
        if (length != size) {
            throw new IOException("at offset %d it has a length of %d in place of %d".formatted(offset, length, size));
        }
        byte[] vector = new byte[length];
        data.get(vector);
        if (data.getInt() != (int) checksum(vector)) {
            throw new IOException("at offset %d its checksum does not match".formatted(offset));
        }
        return vector;
    }

    private static long checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
