package io.sluice.trino.rows;

import io.sluice.table.RowPositions;
import io.sluice.trino.handle.DeletedRows;
import io.sluice.trino.handle.RowIdColumn;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** Places of rows, gathered by the number of their file. For one thread. */
final class RowPlaces {
    private final Map<Integer, Roaring64NavigableMap> byFile = new LinkedHashMap<>();
    private int lastFile = -1;
    private Roaring64NavigableMap last;

    /**
     * Adds the place of a row.
     *
     * @param place see {@link RowIdColumn}
     */
    void add(long place) {
        int file = RowIdColumn.file(place);
        if (file != lastFile) {
            lastFile = file;
            last = byFile.computeIfAbsent(file, unseen -> new Roaring64NavigableMap());
        }
        long position = RowIdColumn.position(place);
        if (last.contains(position)) {
            throw twice();
        }
        last.addLong(position);
    }

    private static TrinoException twice() {
        return new TrinoException(
                StandardErrorCode.MERGE_TARGET_ROW_MULTIPLE_MATCHES,
                "One MERGE target table row matched more than one source row");
    }

    Map<Integer, byte[]> written() {
        Map<Integer, byte[]> written = new LinkedHashMap<>();
        byFile.forEach((file, rows) -> written.put(file, DeletedRows.written(rows)));
        return written;
    }

    /** What several writers have gathered; an error of the statement if two have the same row. */
    static Map<Integer, RowPositions> union(List<Map<Integer, byte[]>> written) {
        Map<Integer, RowPositions> all = new LinkedHashMap<>();
        for (Map<Integer, byte[]> one : written) {
            one.forEach((file, bytes) ->
                    all.merge(file, RowPositions.owning(DeletedRows.bitmap(bytes)), RowPlaces::disjoint));
        }
        return all;
    }

    /** Rows of both; an error of the statement if one is in both. */
    static RowPositions disjoint(RowPositions some, RowPositions others) {
        RowPositions both = some.union(others);
        if (both.count() < some.count() + others.count()) {
            throw twice();
        }
        return both;
    }
}
