package io.sluice.spark.rows;

import io.sluice.error.SluiceException;
import io.sluice.spark.write.WrittenFile;
import io.sluice.table.DataFile;
import io.sluice.table.RowPositions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * What a task has done to rows.
 *
 * @param added the files that it has written
 * @param deleted by the location of their file, the rows that are gone, as a bitmap in the portable format
 * @param numbersGiven as {@link io.sluice.spark.write.RuledRows} has them
 */
record ChangedRows(List<WrittenFile> added, Map<String, byte[]> deleted, Map<String, Long> numbersGiven)
        implements WriterCommitMessage, Serializable {
    private static final long serialVersionUID = 1L;

    ChangedRows {
        added = List.copyOf(added);
        deleted = Map.copyOf(deleted);
        numbersGiven = Map.copyOf(numbersGiven);
    }

    static byte[] bytes(Roaring64NavigableMap rows) throws IOException {
        rows.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.serializePortable(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** The files of all tasks; those that have not said anything have written none. */
    static List<DataFile> files(WriterCommitMessage[] messages) {
        List<DataFile> files = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof ChangedRows rows) {
                rows.added().forEach(file -> files.add(file.dataFile()));
            }
        }
        return files;
    }

    /** The numbers that tasks have given to rows. */
    static List<Map<String, Long>> numbersGiven(WriterCommitMessage[] messages) {
        List<Map<String, Long>> numbers = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof ChangedRows rows) {
                numbers.add(rows.numbersGiven());
            }
        }
        return numbers;
    }

    /** The rows that all tasks together have deleted, by the location of their file. */
    static Map<String, RowPositions> deleted(WriterCommitMessage[] messages) {
        Map<String, Roaring64NavigableMap> bitmaps = new LinkedHashMap<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof ChangedRows rows) {
                rows.deleted()
                        .forEach((file, bytes) -> bitmaps.computeIfAbsent(file, any -> new Roaring64NavigableMap())
                                .or(bitmap(bytes)));
            }
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
