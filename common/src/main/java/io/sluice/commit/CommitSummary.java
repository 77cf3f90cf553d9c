package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What others need to know of a commit without reading its content.
 *
 * @param committedAt by the table's own clock: later than that of every earlier version, whole milliseconds
 * @param writers the transaction ids that the commit sets, by application id
 */
public record CommitSummary(
        Instant committedAt, String engine, String operation, Set<ChangeKind> kinds, Map<String, Long> writers) {
    public CommitSummary {
        requireNonNull(committedAt, "committedAt");
        requireNonNull(engine, "engine");
        requireNonNull(operation, "operation");
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        writers = Collections.unmodifiableMap(new TreeMap<>(writers));
    }
}
