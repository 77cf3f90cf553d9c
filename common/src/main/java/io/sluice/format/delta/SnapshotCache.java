package io.sluice.format.delta;

import io.sluice.table.TableId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The replays of the tables that were used last, so that a later state of a table costs only the commits in between. It
 * is bounded by number and by memory. Safe for use by several threads.
 */
final class SnapshotCache {
    private final int mostTables;
    private final long mostBytes;
    /** In the order of use, the latest last. */
    private final LinkedHashMap<TableId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    SnapshotCache(int mostTables, long mostBytes) {
        this.mostTables = mostTables;
        this.mostBytes = mostBytes;
    }

    /**
     * The place of one table. Its lock guards what is in it; whoever holds an entry that was dropped meanwhile only
     * works for himself.
     */
    static final class Entry {
        private Replay replay;
        private DeltaSnapshot latest;
        private volatile long heldBytes;

        /** The replay that has yielded {@link #latest}; null if there is none. */
        Replay replay() {
            return replay;
        }

        DeltaSnapshot latest() {
            return latest;
        }

        void put(Replay newReplay, DeltaSnapshot snapshot) {
            replay = newReplay;
            latest = snapshot;
            heldBytes = newReplay.heldBytes();
        }

        void clear() {
            replay = null;
            latest = null;
            heldBytes = 0;
        }
    }

    synchronized Entry entry(TableId table) {
        return entries.computeIfAbsent(table, id -> new Entry());
    }

    /** Forgets the tables that were not used for the longest time until the bounds are kept; one may always stay. */
    synchronized void trim() {
        long bytes =
                entries.values().stream().mapToLong(entry -> entry.heldBytes).sum();
        Iterator<Map.Entry<TableId, Entry>> oldest = entries.entrySet().iterator();
        while (entries.size() > 1 && (entries.size() > mostTables || bytes > mostBytes) && oldest.hasNext()) {
            bytes -= oldest.next().getValue().heldBytes;
            oldest.remove();
        }
    }
}
