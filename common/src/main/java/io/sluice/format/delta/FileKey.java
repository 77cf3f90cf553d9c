package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.Remove;
import java.util.Optional;

/**
 * What tells one logical file from another. Source: Delta protocol, "Action Reconciliation".
 *
 * @param path not URL-encoded
 * @param deletions the unique id of the deletion vector
 */
record FileKey(String path, Optional<String> deletions) {
    FileKey {
        requireNonNull(path, "path");
        requireNonNull(deletions, "deletions");
    }

    static FileKey of(Remove remove) {
        return new FileKey(remove.path(), remove.extras().deletionVector().map(DeletionVector::uniqueId));
    }
}
