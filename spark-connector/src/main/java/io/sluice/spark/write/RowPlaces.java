package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** Places of rows that a task has collected, and how they are sent to the driver. For one thread. */
public final class RowPlaces {
    private final Map<UTF8String, Roaring64NavigableMap> places = new HashMap<>();
    /** The file of the last row: those of one file come one after the other, mostly. */
    private UTF8String lastFile;

    private Roaring64NavigableMap lastRows;

    /**
     * Adds a row.
     *
     * @param file its location
     */
    public void add(UTF8String file, long position) {
        if (!file.equals(lastFile)) {
            lastFile = file.copy();
            lastRows = places.computeIfAbsent(lastFile, any -> new Roaring64NavigableMap());
        }
        lastRows.addLong(position);
    }

    /** By the location of their file, as bitmaps in the portable format. */
    public Map<String, byte[]> bitmaps() throws IOException {
        Map<String, byte[]> bitmaps = new LinkedHashMap<>();
        for (Map.Entry<UTF8String, Roaring64NavigableMap> file : places.entrySet()) {
            bitmaps.put(file.getKey().toString(), bytes(file.getValue()));
        }
        return bitmaps;
    }

    private static byte[] bytes(Roaring64NavigableMap rows) throws IOException {
        rows.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.serializePortable(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** What several tasks have sent, by the location of the file. */
    public static Map<String, RowPositions> union(List<Map<String, byte[]>> tasks) {
        Map<String, Roaring64NavigableMap> bitmaps = new LinkedHashMap<>();
        for (Map<String, byte[]> task : tasks) {
            task.forEach((file, bytes) -> bitmaps.computeIfAbsent(file, any -> new Roaring64NavigableMap())
                    .or(bitmap(bytes)));
        }
        Map<String, RowPositions> positions = new LinkedHashMap<>();
        bitmaps.forEach((file, bitmap) -> positions.put(file, RowPositions.owning(bitmap)));
        return positions;
    }

    private static Roaring64NavigableMap bitmap(byte[] bytes) {
        Roaring64NavigableMap bitmap = new Roaring64NavigableMap();
        try {
            bitmap.deserializePortable(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException malformed) {
            throw SluiceException.bug("a task has sent a bitmap that cannot be read", malformed);
        }
        return bitmap;
    }
}
