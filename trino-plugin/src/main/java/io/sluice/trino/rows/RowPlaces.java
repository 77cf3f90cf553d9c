package io.sluice.trino.rows;

import io.airlift.slice.Slice;
import io.sluice.table.RowPositions;
import io.sluice.trino.handle.DeletedRows;
import io.sluice.trino.handle.RowIdColumn;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.VarcharType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** Places of rows, gathered by the path of their file. For one thread. */
final class RowPlaces {
    private final Map<Slice, Roaring64NavigableMap> byPath = new LinkedHashMap<>();
    private Slice lastPath;
    private Roaring64NavigableMap last;

    /**
     * Adds the place of a row.
     *
     * @param fields those of {@link RowIdColumn}
     */
    void add(List<Block> fields, int row) {
        Slice path = VarcharType.VARCHAR.getSlice(fields.get(RowIdColumn.PATH), row);
        if (!path.equals(lastPath)) {
            lastPath = path.copy();
            last = byPath.computeIfAbsent(lastPath, unseen -> new Roaring64NavigableMap());
        }
        long position = BigintType.BIGINT.getLong(fields.get(RowIdColumn.POSITION), row);
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

    Map<String, byte[]> written() {
        Map<String, byte[]> written = new LinkedHashMap<>();
        byPath.forEach((path, rows) -> written.put(path.toStringUtf8(), DeletedRows.written(rows)));
        return written;
    }

    /** What several writers have gathered; an error of the statement if two have the same row. */
    static Map<String, RowPositions> union(List<Map<String, byte[]>> written) {
        Map<String, RowPositions> all = new LinkedHashMap<>();
        for (Map<String, byte[]> one : written) {
            one.forEach((path, bytes) ->
                    all.merge(path, RowPositions.owning(DeletedRows.bitmap(bytes)), RowPlaces::disjoint));
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
