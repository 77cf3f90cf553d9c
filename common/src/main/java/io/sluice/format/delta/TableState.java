package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Remove;
import io.sluice.format.delta.Action.Txn;
import io.sluice.table.TableVersion;
import java.util.Collections;
import java.util.Map;

/**
 * What the log says of a table up to a version, reconciled. Source: Delta protocol, "Action Reconciliation". It never
 * changes.
 *
 * @param txns by application id
 * @param domains by domain, without removed ones
 * @param tombstones removed files, by key
 */
record TableState(
        TableVersion version,
        Protocol protocol,
        Metadata metadata,
        LiveFiles files,
        Map<String, Txn> txns,
        Map<String, DomainMetadata> domains,
        Map<FileKey, Remove> tombstones) {
    TableState {
        requireNonNull(version, "version");
        requireNonNull(protocol, "protocol");
        requireNonNull(metadata, "metadata");
        requireNonNull(files, "files");
        txns = Collections.unmodifiableMap(txns);
        domains = Collections.unmodifiableMap(domains);
        tombstones = Collections.unmodifiableMap(tombstones);
    }

    /** How many actions say the same: what a checkpoint of the state has to write. */
    long actionCount() {
        return 2L + files.count() + txns.size() + domains.size() + tombstones.size();
    }
}
