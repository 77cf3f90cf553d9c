package io.sluice.table;

import static java.util.Objects.requireNonNull;

import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** A set of rows of one file, by their number from 0 in the order of the file. It never changes. */
public final class RowPositions {
    public static final RowPositions NONE = new RowPositions(new Roaring64NavigableMap());

    private final Roaring64NavigableMap rows;
    private final long count;

    private RowPositions(Roaring64NavigableMap rows) {
        this.rows = rows;
        // The bitmap remembers what counting it has found out; afterwards several threads can read it.
        count = rows.getLongCardinality();
    }

    public static RowPositions of(long... positions) {
        return new RowPositions(Roaring64NavigableMap.bitmapOf(positions));
    }

    /** Takes over a bitmap that nobody else changes any more. */
    public static RowPositions owning(Roaring64NavigableMap bitmap) {
        return new RowPositions(requireNonNull(bitmap, "bitmap"));
    }

    /** All rows of a file of that length. */
    public static RowPositions all(long rowCount) {
        Roaring64NavigableMap rows = new Roaring64NavigableMap();
        rows.addRange(0, rowCount);
        return new RowPositions(rows);
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Whether these are rows of a file of that length. */
    public boolean isWithin(long rowCount) {
        return count == 0 || rows.select(count - 1) < rowCount;
    }

    public boolean contains(long position) {
        return rows.contains(position);
    }

    public boolean intersects(RowPositions others) {
        return !and(others).isEmpty();
    }

    public RowPositions and(RowPositions others) {
        Roaring64NavigableMap result = copy();
        result.and(others.rows);
        return new RowPositions(result);
    }

    public RowPositions union(RowPositions others) {
        Roaring64NavigableMap result = copy();
        result.or(others.rows);
        return new RowPositions(result);
    }

    public RowPositions minus(RowPositions others) {
        Roaring64NavigableMap result = copy();
        result.andNot(others.rows);
        return new RowPositions(result);
    }

    /** Visits the rows in ascending order. */
    public void forEach(LongConsumer visitor) {
        rows.forEach(visitor::accept);
    }

    /** The rows as a bitmap that the caller may change. */
    public Roaring64NavigableMap copy() {
        Roaring64NavigableMap copy = new Roaring64NavigableMap();
        copy.or(rows);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowPositions positions && rows.equals(positions.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return count() + " rows";
    }
}
