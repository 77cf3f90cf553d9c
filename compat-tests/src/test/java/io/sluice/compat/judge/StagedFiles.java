package io.sluice.compat.judge;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.FileStatus;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Lets Kernel read some files from memory, and all others from disk. */
final class StagedFiles {
    private StagedFiles() {}

    /** @param files content by full path */
    static FileIO over(FileIO disk, Map<String, byte[]> files) {
        return (FileIO) Proxy.newProxyInstance(
                FileIO.class.getClassLoader(), new Class<?>[] {FileIO.class}, (proxy, method, arguments) -> {
                    byte[] bytes = arguments == null || arguments.length == 0 ? null : files.get(arguments[0]);
                    if (bytes != null) {
                        String path = (String) arguments[0];
                        if (method.getName().equals("newInputFile")) {
                            return new MemoryFile(path, bytes);
                        }
                        if (method.getName().equals("getFileStatus")) {
                            return FileStatus.of(path, bytes.length, 1L);
                        }
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record MemoryFile(String path, byte[] bytes) implements InputFile {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new MemoryStream(bytes);
        }
    }

    private static final class MemoryStream extends SeekableInputStream {
        private final byte[] bytes;
        private int position;

        MemoryStream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPosition) {
            position = Math.toIntExact(newPosition);
        }

        @Override
        public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position >= bytes.length) {
                return length == 0 ? 0 : -1;
            }
            int count = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public void readFully(byte[] target, int offset, int length) throws IOException {
            if (read(target, offset, length) < length) {
                throw new EOFException();
            }
        }
    }
}
