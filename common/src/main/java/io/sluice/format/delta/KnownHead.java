package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

/**
 * A head that has been taken apart once for all commits that find it unchanged.
 *
 * @param text as the catalog keeps it
 * @param stats for writing statistics of files
 */
record KnownHead(String text, DeltaHead head, StatsJson stats) {
    KnownHead {
        requireNonNull(text, "text");
        requireNonNull(head, "head");
        requireNonNull(stats, "stats");
    }

    static KnownHead parse(String text) {
        return of(text, DeltaHead.parse(text));
    }

    static KnownHead of(String text, DeltaHead head) {
        return new KnownHead(text, head, StatsJson.forWriting(head.table()));
    }
}
