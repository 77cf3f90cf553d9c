package io.sluice.ingest;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Walks over the frames of a Zstandard file without decoding them, because DuckDB reads one that was cut off as a
 * shorter file, silently. Source: RFC 8878, section 3.1.
 */
final class ZstdFrames {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
    private static final int RLE_BLOCK = 1;

    private final FileChannel channel;
    private long position;

    private ZstdFrames(FileChannel channel) {
        this.channel = channel;
    }

    /** A user error if the file does not end with a whole frame. */
    static void requireComplete(InputFile file) {
        boolean complete;
        try (FileChannel channel = FileChannel.open(file.path())) {
            complete = new ZstdFrames(channel).areComplete();
        } catch (IOException failure) {
            throw CsvInspection.unreadable(file, failure);
        }
        if (!complete) {
            throw SluiceException.user(
                    "%s is damaged, the compressed content ends early or is no such content: have it delivered again"
                            .formatted(file.shown()));
        }
    }

    private boolean areComplete() throws IOException {
        while (position < channel.size()) {
            int magic = (int) number(4);
            if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
                position += number(4);
            } else if (magic != MAGIC || !skipFrame()) {
                return false;
            }
        }
        return position == channel.size();
    }

    private boolean skipFrame() throws IOException {
        int descriptor = (int) number(1);
        boolean singleSegment = (descriptor & 0x20) != 0;
        boolean checksum = (descriptor & 0x04) != 0;
        int contentSizeFlag = descriptor >>> 6;
        int contentSizeBytes = contentSizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << contentSizeFlag;
        position += (singleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3] + contentSizeBytes;
        while (position + 3 <= channel.size()) {
            int header = (int) number(3);
            int type = (header >>> 1) & 3;
            position += type == RLE_BLOCK ? 1 : header >>> 3;
            if ((header & 1) != 0) {
                position += checksum ? 4 : 0;
                return position <= channel.size();
            }
        }
        return false;
    }

    /** The next bytes as an unsigned little-endian number; moves on. Bytes after the end of the file count as zero. */
    private long number(int bytes) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).limit(bytes);
        for (int read = 0; buffer.hasRemaining() && read >= 0; ) {
            read = channel.read(buffer, position + buffer.position());
        }
        position += bytes;
        return buffer.clear().getLong(0);
    }
}
