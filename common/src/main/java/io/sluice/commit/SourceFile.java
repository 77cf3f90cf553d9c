package io.sluice.commit;

import static java.util.Objects.requireNonNull;

/**
 * The identity of a file that is ingested: two deliveries with the same identity are the same delivery.
 *
 * @param location absolute location
 * @param fingerprint the store's etag, or length and modification time where there is none
 */
public record SourceFile(String location, String fingerprint) {
    public SourceFile {
        requireNonNull(location, "location");
        requireNonNull(fingerprint, "fingerprint");
    }
}
