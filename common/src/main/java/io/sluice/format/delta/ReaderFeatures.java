package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Protocol;
import java.util.List;
import java.util.Set;

/**
 * Which demands of a table's protocol on its readers are met. Source: Delta protocol, "Reader Version Requirements" and
 * "Valid Feature Names in Table Features".
 */
final class ReaderFeatures {
    private static final int FEATURES = 3;

    private static final Set<String> SUPPORTED = Set.of(
            "catalogManaged",
            "columnMapping",
            "deletionVectors",
            "timestampNtz",
            "typeWidening",
            "v2Checkpoint",
            "vacuumProtocolCheck");

    private ReaderFeatures() {}

    /** Refuses a table that cannot be read rightly: a user error that names what is missing. */
    static void require(String table, Protocol protocol) {
        if (protocol.readerVersion() > FEATURES) {
            throw SluiceException.user(
                    "table %s needs Delta reader version %d, and this program knows up to %d: use a newer one"
                            .formatted(table, protocol.readerVersion(), FEATURES));
        }
        List<String> unknown = protocol.readerFeatures().stream()
                .filter(feature -> !SUPPORTED.contains(feature))
                .toList();
        if (!unknown.isEmpty()) {
            throw SluiceException.user(
                    "table %s uses Delta features that this program cannot read: %s; use another reader, or drop them from the table"
                            .formatted(table, String.join(", ", unknown)));
        }
    }
}
