package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.format.CommittedChanges;
import io.sluice.format.FormatTable;
import io.sluice.table.TableVersion;
import java.util.TreeMap;

/**
 * The commits that a stream is looking at. They are read many at once, and kept until the stream is through: to decide
 * on a batch and to read it are two looks at the same. For one thread.
 */
final class CommitWindow {
    private static final int CHUNK = 200;
    private static final int MOST = 2_000;

    private final FormatTable table;
    private final TreeMap<TableVersion, CommittedChanges> held = new TreeMap<>();

    CommitWindow(FormatTable table) {
        this.table = requireNonNull(table, "table");
    }

    /**
     * What that version did; a user error if it is not there, or not any more.
     *
     * @param last a version that is there: others up to it may be read ahead
     */
    CommittedChanges at(TableVersion version, TableVersion last) {
        CommittedChanges known = held.get(version);
        if (known == null) {
            long end = Math.min(Math.max(last.number(), version.number()), version.number() + CHUNK - 1);
            table.changes(version, new TableVersion(end)).forEach(commit -> held.put(commit.version(), commit));
            known = held.get(version);
            while (held.size() > MOST && held.firstKey().compareTo(version) < 0) {
                held.pollFirstEntry();
            }
        }
        return known;
    }

    void forgetBefore(TableVersion version) {
        held.headMap(version).clear();
    }
}
