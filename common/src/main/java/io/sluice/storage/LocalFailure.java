package io.sluice.storage;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What an {@code IOException} of the local file system means to a user. */
final class LocalFailure {
    private static final List<String> FULL = List.of("no space left", "quota exceeded", "not enough space");
    private static final List<String> EXHAUSTED = List.of("too many open files", "cannot allocate memory");
    private static final List<String> FORBIDDEN =
            List.of("read-only file system", "operation not permitted", "permission denied");

    private LocalFailure() {}

    static boolean meansMissing(IOException failure) {
        return failure instanceof NoSuchFileException || says(failure, List.of("not a directory"));
    }

    static SluiceException ofReading(Path path, IOException failure) {
        if (isForbidden(failure)) {
            return SluiceException.user(
                    "cannot read %s: permission denied; give this user the right to read it".formatted(path), failure);
        }
        return other("read", path, failure);
    }

    /** @param sizeBytes how much was to be written */
    static SluiceException ofWriting(Path path, long sizeBytes, IOException failure) {
        if (isForbidden(failure)) {
            return SluiceException.user(
                    "cannot write %s: the folder is read-only for this user; give it the right to write, or choose another folder"
                            .formatted(path),
                    failure);
        }
        if (says(failure, FULL) || isFull(path, sizeBytes)) {
            return SluiceException.resources(
                    "cannot write %s: no space is left on the device or in the quota; free some and try again"
                            .formatted(path),
                    failure);
        }
        return other("write", path, failure);
    }

    private static SluiceException other(String action, Path path, IOException failure) {
        if (says(failure, EXHAUSTED)) {
            return SluiceException.resources(
                    "cannot %s %s: %s; raise the limit of this process or use fewer threads"
                            .formatted(action, path, reason(failure)),
                    failure);
        }
        return SluiceException.external(
                "cannot %s %s: %s; check the file system and try again".formatted(action, path, reason(failure)),
                failure);
    }

    private static boolean isForbidden(IOException failure) {
        return failure instanceof AccessDeniedException || says(failure, FORBIDDEN);
    }

    /** Asks the device itself, as the message may be in the user's language. */
    private static boolean isFull(Path path, long sizeBytes) {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            try {
                return Files.getFileStore(folder).getUsableSpace() < sizeBytes;
            } catch (IOException ignored) {
                // Then the space of the nearest folder that exists counts.
            }
        }
        return false;
    }

    private static boolean says(IOException failure, List<String> phrases) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(message::contains);
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage());
    }
}
