package io.sluice.format.delta;

import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Remove;
import io.sluice.format.delta.Action.Txn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules of reconciliation, said as plainly as possible: maps, copied for each version. */
record NaiveState(
        Map<String, Add> files,
        Map<String, Remove> tombstones,
        Map<String, Txn> txns,
        Map<String, DomainMetadata> domains,
        Metadata metadata) {
    static final NaiveState EMPTY =
            new NaiveState(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), null);

    NaiveState after(List<? extends Action> commit) {
        Metadata latest = metadata;
        NaiveState next = new NaiveState(
                new TreeMap<>(files), new TreeMap<>(tombstones), new TreeMap<>(txns), new TreeMap<>(domains), null);
        for (Action action : commit) {
            if (action instanceof Metadata changed) {
                latest = changed;
            } else if (action instanceof Add add) {
                next.tombstones.remove(add.path());
                next.files.put(add.path(), add);
            } else if (action instanceof Remove remove) {
                next.files.remove(remove.path());
                next.tombstones.put(remove.path(), remove);
            } else if (action instanceof Txn txn) {
                next.txns.put(txn.applicationId(), txn);
            } else if (action instanceof DomainMetadata domain) {
                if (domain.removed()) {
                    next.domains.remove(domain.domain());
                } else {
                    next.domains.put(domain.domain(), domain);
                }
            }
        }
        return new NaiveState(next.files, next.tombstones, next.txns, next.domains, latest);
    }
}
