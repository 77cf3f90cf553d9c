package io.sluice.format.delta;

import io.sluice.commit.ChangeKind;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Operation;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Remove;
import io.sluice.format.delta.Action.Txn;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a commit did, told from its actions where the catalog does not remember it. In doubt it did more. */
final class PublishedSummary {
    private final Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
    private final Map<String, Long> writers = new HashMap<>();
    private Instant committedAt = Instant.EPOCH;
    private Operation operation = new Operation("unknown", "unknown", Map.of(), Map.of());

    private PublishedSummary() {}

    /** @param location of the content, for error messages */
    static CommitSummary of(String location, byte[] content) {
        PublishedSummary summary = new PublishedSummary();
        ActionReader.read(location, content, summary::take);
        return new CommitSummary(
                summary.committedAt,
                summary.operation.engine(),
                summary.operation.name(),
                summary.kinds,
                summary.writers);
    }

    private void take(Action action) {
        if (action instanceof Add add) {
            kinds.add(add.dataChange() ? ChangeKind.APPEND : ChangeKind.REPLACEMENT);
        } else if (action instanceof Remove remove) {
            kinds.add(remove.dataChange() ? ChangeKind.ROWS : ChangeKind.REPLACEMENT);
        } else if (action instanceof Metadata || action instanceof Protocol) {
            // Which part of it differs from the one before, the action does not say.
            kinds.add(ChangeKind.SCHEMA);
            kinds.add(ChangeKind.PROPERTIES);
        } else if (action instanceof Txn txn) {
            kinds.add(ChangeKind.WRITER_PROGRESS);
            writers.merge(txn.applicationId(), txn.version(), Math::max);
        } else if (action instanceof Provenance provenance) {
            committedAt = Instant.ofEpochMilli(provenance.committedMillis());
            operation = provenance.operation();
        }
    }
}
