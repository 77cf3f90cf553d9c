package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The growing list of a table's files, with an index from a file's key, its path and deletion vector, to the newest row
 * of that key. States of the table share it: each sees the rows up to its own count, and has its own set of live ones.
 * Not safe for use by several threads; the {@link FileRows} that it hands out are.
 */
final class FileTable {
    private static final int FIRST_CAPACITY = 64;

    private final Map<Map<String, Optional<String>>, PartitionTuple> partitions = new HashMap<>();
    private FileRows rows = new FileRows(FIRST_CAPACITY);
    private int count;
    /** Open addressing; row + 1, or 0 for a free slot. Empty until a key is first looked up. */
    private int[] slots = new int[0];

    FileRows rows() {
        return rows;
    }

    int count() {
        return count;
    }

    /** Makes room for so many more rows at once. */
    void expect(int additional) {
        if (count + additional > rows.capacity()) {
            rows = rows.withCapacity(Math.max(count + additional, rows.capacity() + rows.capacity() / 2));
        }
    }

    /** The new row. */
    int append(LoggedFile file) {
        expect(1);
        PartitionTuple partition =
                partitions.computeIfAbsent(file.partitionValues(), values -> new PartitionTuple(values));
        int row = count++;
        rows.set(row, file, partition);
        if (slots.length > 0) {
            index(row);
        }
        return row;
    }

    /** The newest row with that key, -1 if there is none. */
    int find(String path, Optional<String> deletions) {
        if (count == 0) {
            return -1;
        }
        if (slots.length == 0) {
            rebuildIndex();
        }
        int hash = FileRows.hash(path);
        for (int slot = hash & mask(); slots[slot] != 0; slot = (slot + 1) & mask()) {
            int row = slots[slot] - 1;
            if (rows.hash(row) == hash
                    && rows.path(row).equals(path)
                    && rows.deletions(row).equals(deletions)) {
                return row;
            }
        }
        return -1;
    }

    private void index(int row) {
        if (count * 2L > slots.length) {
            rebuildIndex();
        } else {
            place(row);
        }
    }

    private void rebuildIndex() {
        long wanted = Math.max(FIRST_CAPACITY, Long.highestOneBit(count * 2L) * 2);
        if (wanted > 1 << 30) {
            throw SluiceException.bug("a table of %d files is beyond what this version can hold".formatted(count));
        }
        slots = new int[(int) wanted];
        for (int row = 0; row < count; row++) {
            place(row);
        }
    }

    /** Later rows take the slot of earlier ones with the same key. */
    private void place(int row) {
        int slot = rows.hash(row) & mask();
        while (slots[slot] != 0 && !sameKey(slots[slot] - 1, row)) {
            slot = (slot + 1) & mask();
        }
        slots[slot] = row + 1;
    }

    private boolean sameKey(int left, int right) {
        return rows.hash(left) == rows.hash(right)
                && rows.path(left).equals(rows.path(right))
                && rows.deletions(left).equals(rows.deletions(right));
    }

    private int mask() {
        return slots.length - 1;
    }

    /** An estimate of the memory that is held beside the text of the log. */
    long heldBytes() {
        return 64L * rows.capacity() + 4L * slots.length;
    }
}
