package io.sluice.spark.read;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** Some rows of a vector, without copying them. It is valid for as long as the vector below, which it does not own. */
final class SelectedVector extends ColumnVector {
    private final ColumnVector all;
    /** For each row, which one it is below. */
    private final int[] rows;
    /** Of a struct; filled when they are asked for. */
    private final ColumnVector[] children;

    SelectedVector(ColumnVector all, int[] rows) {
        super(all.dataType());
        this.all = all;
        this.rows = rows;
        children = all.dataType() instanceof org.apache.spark.sql.types.StructType struct
                ? new ColumnVector[struct.size()]
                : new ColumnVector[2];
    }

    @Override
    public void close() {
        // Whoever made the vector below closes it.
    }

    @Override
    public boolean hasNull() {
        return all.hasNull();
    }

    /** At most so many: rows that are left out count too. */
    @Override
    public int numNulls() {
        return all.numNulls();
    }

    @Override
    public boolean isNullAt(int row) {
        return all.isNullAt(rows[row]);
    }

    @Override
    public boolean getBoolean(int row) {
        return all.getBoolean(rows[row]);
    }

    @Override
    public byte getByte(int row) {
        return all.getByte(rows[row]);
    }

    @Override
    public short getShort(int row) {
        return all.getShort(rows[row]);
    }

    @Override
    public int getInt(int row) {
        return all.getInt(rows[row]);
    }

    @Override
    public long getLong(int row) {
        return all.getLong(rows[row]);
    }

    @Override
    public float getFloat(int row) {
        return all.getFloat(rows[row]);
    }

    @Override
    public double getDouble(int row) {
        return all.getDouble(rows[row]);
    }

    @Override
    public ColumnarArray getArray(int row) {
        return all.getArray(rows[row]);
    }

    @Override
    public ColumnarMap getMap(int row) {
        return all.getMap(rows[row]);
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        return all.getDecimal(rows[row], precision, scale);
    }

    @Override
    public UTF8String getUTF8String(int row) {
        return all.getUTF8String(rows[row]);
    }

    @Override
    public byte[] getBinary(int row) {
        return all.getBinary(rows[row]);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        if (children[ordinal] == null) {
            children[ordinal] = new SelectedVector(all.getChild(ordinal), rows);
        }
        return children[ordinal];
    }
}
