package io.sluice.storage;

import static java.util.Objects.requireNonNull;

/**
 * A file in a store.
 *
 * @param location absolute, not URL-encoded
 * @param modifiedMillis milliseconds since the epoch
 */
public record StoredFile(String location, long sizeBytes, long modifiedMillis) {
    public StoredFile {
        requireNonNull(location, "location");
    }

    /** The last part of the location. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
