package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.FileNumbers;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** Places of rows that a task has collected, and how they are sent to the driver. For one thread. */
public final class RowPlaces {
    private final Map<Long, Roaring64NavigableMap> places = new HashMap<>();
    /** The file of the last row: those of one file come one after the other, mostly. */
    private long lastFile;
    /** Null before the first row. */
    private Roaring64NavigableMap lastRows;

    /**
     * Adds a row.
     *
     * @param file as {@link FileNumbers} has given it to the scan
     */
    public void add(long file, long position) {
        if (lastRows == null || file != lastFile) {
            lastFile = file;
            lastRows = places.computeIfAbsent(lastFile, any -> new Roaring64NavigableMap());
        }
        lastRows.addLong(position);
    }

    /** By the number of their file, as bitmaps in the portable format. */
    public Map<Long, byte[]> bitmaps() throws IOException {
        Map<Long, byte[]> bitmaps = new LinkedHashMap<>();
        for (Map.Entry<Long, Roaring64NavigableMap> file : places.entrySet()) {
            bitmaps.put(file.getKey(), bytes(file.getValue()));
        }
        return bitmaps;
    }

    private static byte[] bytes(Roaring64NavigableMap rows) throws IOException {
        rows.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.serializePortable(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** What several tasks have sent, by the number of the file, in the order of these. */
    public static Map<Long, RowPositions> union(List<Map<Long, byte[]>> tasks) {
        Map<Long, Roaring64NavigableMap> bitmaps = new TreeMap<>();
        for (Map<Long, byte[]> task : tasks) {
            task.forEach((file, bytes) -> bitmaps.computeIfAbsent(file, any -> new Roaring64NavigableMap())
                    .or(bitmap(bytes)));
        }
        Map<Long, RowPositions> positions = new LinkedHashMap<>();
        bitmaps.forEach((file, bitmap) -> positions.put(file, RowPositions.owning(bitmap)));
        return positions;
    }

    /** Such rows with their files. On the driver. */
    public static List<RowsOfFile> located(Map<Long, RowPositions> places, FileNumbers numbers) {
        List<RowsOfFile> located = new ArrayList<>();
        places.forEach((file, rows) -> located.add(RowsOfFile.of(numbers.file(file), rows)));
        return located;
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
