package io.sluice.storage;

import java.util.List;
import java.util.Optional;

/**
 * A store of immutable files. Locations are absolute, have {@code /} between their parts, and are not URL-encoded; for
 * local files they are paths. Folders come and go with their files.
 *
 * <p>A file becomes visible with its whole content or not at all, and has reached the device when the call returns.
 * Methods throw a {@code SluiceException}: {@code USER} for missing permissions, {@code RESOURCES} for a full device,
 * {@code EXTERNAL} otherwise; a change that failed so may or may not have happened. Safe for use by several threads and
 * processes.
 */
public interface Storage {
    /** The content; empty if there is no such file. */
    Optional<byte[]> read(String location);

    /**
     * A part of the content, shorter if the file ends before; empty if there is no such file.
     *
     * @param offset of the first byte, from 0
     */
    Optional<byte[]> read(String location, long offset, int length);

    /** The file's length and time; empty if there is no such file. */
    Optional<StoredFile> stat(String location);

    /** Creates a file unless there is one. */
    Creation create(String location, byte[] content);

    /**
     * Makes an existing file visible under a second location too, unless that is taken; {@code EXTERNAL} if there is no
     * file to copy.
     */
    Creation copy(String from, String to);

    /** Creates a file or replaces its content. */
    StoredFile write(String location, byte[] content);

    /**
     * Does the same for content that can be made anew: everybody sees it whole at once, and when the machine fails it
     * may be lost or cut short. No device is waited for.
     */
    default StoredFile writeExpendable(String location, byte[] content) {
        return write(location, content);
    }

    /** The files directly in a folder, by name; empty if there is no such folder. */
    List<StoredFile> list(String folder);

    /** The files in a folder and in all that are below it, by location; empty if there is no such folder. */
    List<StoredFile> listAll(String folder);

    /** Removes a file if it is there. */
    void delete(String location);
}
