package io.sluice.storage;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files of the local file system.
 *
 * <p>Content is first written to a hidden file beside its place ({@code .NAME.UUID.tmp}, which listings leave out and
 * readers of table logs ignore) and synced. Exclusive creation then is a hard link, which exactly one of several
 * processes gets; replacement is a rename. The folder is synced after either, as the name is no part of the file. What
 * a crash leaves behind is a hidden file at most.
 */
public final class LocalStorage implements Storage {
    private static final String TEMPORARY = ".tmp";
    /** A channel copies what is read or written at once to memory outside of the heap, and keeps that memory. */
    private static final int STEP = 1 << 18;

    private final Placement placement;

    public LocalStorage() {
        this(new HardLinkPlacement(Files::createLink));
    }

    LocalStorage(Placement placement) {
        this.placement = requireNonNull(placement, "placement");
    }

    /** Gives a complete, synced file its final name, unless that is taken. */
    interface Placement {
        /** Makes {@code file} visible as {@code target} too; {@code file} itself may be gone afterwards. */
        Creation place(Path file, Path target) throws IOException;
    }

    @Override
    public Optional<byte[]> read(String location) {
        Path path = Path.of(location);
        try {
            return Optional.of(readWhole(path));
        } catch (IOException failure) {
            return orEmptyIfMissing(failure, path);
        }
    }

    @Override
    public Optional<StoredFile> stat(String location) {
        Path path = Path.of(location);
        try {
            return Optional.of(describe(path, Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (IOException failure) {
            return orEmptyIfMissing(failure, path);
        }
    }

    @Override
    public Creation create(String location, byte[] content) {
        Path target = Path.of(location);
        try {
            // Losers of a race are common and need not write first.
            if (Files.exists(target)) {
                FolderSync.sync(target.getParent());
                return Creation.EXISTS;
            }
            Path temporary = writeTemporary(target, content, Durability.SYNCED);
            try {
                Creation creation = placement.place(temporary, target);
                FolderSync.sync(target.getParent());
                return creation;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException failure) {
            throw LocalFailure.ofWriting(target, content.length, failure);
        }
    }

    @Override
    public Creation copy(String from, String to) {
        Path source = Path.of(from);
        Path target = Path.of(to);
        try {
            FolderSync.createFolders(target.getParent());
            Files.createLink(target, source);
            FolderSync.sync(target.getParent());
            return Creation.CREATED;
        } catch (FileAlreadyExistsException taken) {
            return existing(target);
        } catch (IOException | UnsupportedOperationException noLink) {
            byte[] content = read(from)
                    .orElseThrow(() -> SluiceException.external(
                            "cannot copy %s to %s: the file to copy is not there".formatted(from, to), noLink));
            return create(to, content);
        }
    }

    private static Creation existing(Path target) {
        try {
            FolderSync.sync(target.getParent());
            return Creation.EXISTS;
        } catch (IOException failure) {
            throw LocalFailure.ofWriting(target, 0, failure);
        }
    }

    @Override
    public StoredFile write(String location, byte[] content) {
        return replace(Path.of(location), content, Durability.SYNCED);
    }

    @Override
    public StoredFile writeExpendable(String location, byte[] content) {
        return replace(Path.of(location), content, Durability.EXPENDABLE);
    }

    /** Whether content has to have reached the device. */
    private enum Durability {
        SYNCED,
        EXPENDABLE
    }

    private static StoredFile replace(Path target, byte[] content, Durability durability) {
        try {
            Path temporary = writeTemporary(target, content, durability);
            try {
                BasicFileAttributes attributes = Files.readAttributes(temporary, BasicFileAttributes.class);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                if (durability == Durability.SYNCED) {
                    FolderSync.sync(target.getParent());
                }
                return describe(target, attributes);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException failure) {
            throw LocalFailure.ofWriting(target, content.length, failure);
        }
    }

    @Override
    public List<StoredFile> list(String folder) {
        Path path = Path.of(folder);
        List<StoredFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, entry -> !isTemporary(entry))) {
            for (Path entry : entries) {
                describeFile(entry).ifPresent(files::add);
            }
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return List.of();
        } catch (IOException failure) {
            throw LocalFailure.ofReading(path, failure);
        }
        files.sort(Comparator.comparing(StoredFile::name));
        return files;
    }

    @Override
    public List<StoredFile> listAll(String folder) {
        List<StoredFile> files = new ArrayList<>();
        Path top = Path.of(folder);
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !isTemporary(file)) {
                        files.add(describe(file, attributes));
                    }
                    return FileVisitResult.CONTINUE;
                }

                // Files may go while they are listed.
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (LocalFailure.meansMissing(failure)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException failure) {
            throw LocalFailure.ofReading(top, failure);
        }
        files.sort(Comparator.comparing(StoredFile::location));
        return files;
    }

    @Override
    public Optional<byte[]> read(String location, long offset, int length) {
        Path path = Path.of(location);
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer content = ByteBuffer.allocate(length);
            long position = offset;
            int count = 0;
            while (content.hasRemaining() && count >= 0) {
                count = channel.read(content, position);
                position += Math.max(count, 0);
            }
            return Optional.of(Arrays.copyOf(content.array(), content.position()));
        } catch (IOException failure) {
            return orEmptyIfMissing(failure, path);
        }
    }

    @Override
    public void delete(String location) {
        Path path = Path.of(location);
        try {
            if (Files.deleteIfExists(path)) {
                FolderSync.sync(path.getParent());
            }
        } catch (IOException failure) {
            throw LocalFailure.ofWriting(path, 0, failure);
        }
    }

    /** Empty for folders, and for files that vanish while their folder is listed. */
    private static Optional<StoredFile> describeFile(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(describe(path, attributes)) : Optional.empty();
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        }
    }

    private static StoredFile describe(Path path, BasicFileAttributes attributes) {
        return new StoredFile(
                path.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }

    private static Path writeTemporary(Path target, byte[] content, Durability durability) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            writeNew(temporary, content, durability);
        } catch (NoSuchFileException noFolder) {
            FolderSync.createFolders(target.getParent());
            writeNew(temporary, content, durability);
        }
        return temporary;
    }

    private static void writeNew(Path path, byte[] content, Durability durability) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int from = 0; from < content.length; ) {
                from += channel.write(ByteBuffer.wrap(content, from, Math.min(STEP, content.length - from)));
            }
            if (durability == Durability.SYNCED) {
                channel.force(true);
            }
        } catch (FileAlreadyExistsException | NoSuchFileException nothingWritten) {
            throw nothingWritten;
        } catch (IOException failure) {
            Files.deleteIfExists(path);
            throw failure;
        }
    }

    private static byte[] readWhole(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE - 8) {
                throw new IOException("a file of %d bytes is too large to be read as a whole".formatted(size));
            }
            byte[] content = new byte[(int) size];
            int from = 0;
            int count = 0;
            while (from < content.length && count >= 0) {
                count = channel.read(ByteBuffer.wrap(content, from, Math.min(STEP, content.length - from)));
                from += Math.max(count, 0);
            }
            return from == content.length ? content : Arrays.copyOf(content, from);
        }
    }

    private static boolean isTemporary(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") && (name.endsWith(TEMPORARY) || name.equals(HardLinkPlacement.LOCK));
    }

    private static <T> Optional<T> orEmptyIfMissing(IOException failure, Path path) {
        if (LocalFailure.meansMissing(failure)) {
            return Optional.empty();
        }
        throw LocalFailure.ofReading(path, failure);
    }
}
