package io.sluice.spark.read;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The ids or versions of tracked rows: those that the file has stored, else those that the file's place in the log
 * gives them. Source: Delta protocol, "Row Tracking".
 */
final class LineageVector extends ColumnVector {
    private final ColumnVector stored;
    private final ByPlace byPlace;

    /** What rows have that have brought nothing along. */
    @FunctionalInterface
    interface ByPlace {
        long of(int row);
    }

    /** @param byPlace null if the file's place gives rows nothing: then they are null */
    LineageVector(ColumnVector stored, ByPlace byPlace) {
        super(DataTypes.LongType);
        this.stored = stored;
        this.byPlace = byPlace;
    }

    @Override
    public void close() {
        // Whoever made the vectors below closes them.
    }

    @Override
    public boolean hasNull() {
        return byPlace == null && stored.hasNull();
    }

    @Override
    public int numNulls() {
        return byPlace == null ? stored.numNulls() : 0;
    }

    @Override
    public boolean isNullAt(int row) {
        return byPlace == null && stored.isNullAt(row);
    }

    @Override
    public long getLong(int row) {
        return byPlace == null || !stored.isNullAt(row) ? stored.getLong(row) : byPlace.of(row);
    }

    @Override
    public boolean getBoolean(int row) {
        throw notALong();
    }

    @Override
    public byte getByte(int row) {
        throw notALong();
    }

    @Override
    public short getShort(int row) {
        throw notALong();
    }

    @Override
    public int getInt(int row) {
        throw notALong();
    }

    @Override
    public float getFloat(int row) {
        throw notALong();
    }

    @Override
    public double getDouble(int row) {
        throw notALong();
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw notALong();
    }

    @Override
    public ColumnarMap getMap(int row) {
        throw notALong();
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw notALong();
    }

    @Override
    public UTF8String getUTF8String(int row) {
        throw notALong();
    }

    @Override
    public byte[] getBinary(int row) {
        throw notALong();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw notALong();
    }

    private static UnsupportedOperationException notALong() {
        return new UnsupportedOperationException("the vector has 64-bit integers");
    }
}
