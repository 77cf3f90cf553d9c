package io.sluice.trino.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file of the local file system, which has reached the device when it is closed. */
final class NewLocalFile extends OutputStream {
    private final Path path;
    private final FileChannel channel;
    private long written;

    private NewLocalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static NewLocalFile create(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return new NewLocalFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    long sizeBytes() {
        return written;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            written += channel.write(rest);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                channel.force(true);
            }
        }
    }

    /** Gives the file up and removes it. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
