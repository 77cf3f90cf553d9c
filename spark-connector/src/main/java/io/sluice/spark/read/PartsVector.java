package io.sluice.spark.read;

import java.util.Arrays;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A struct, never null itself, whose fields are columns that there are anyway. Closes none of them. */
final class PartsVector extends ColumnVector {
    private final ColumnVector[] parts;

    PartsVector(ColumnVector[] parts) {
        super(type(parts));
        this.parts = parts.clone();
    }

    private static StructType type(ColumnVector[] parts) {
        StructType type = new StructType();
        for (int i = 0; i < parts.length; i++) {
            type = type.add("part" + i, parts[i].dataType());
        }
        return type;
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return parts[ordinal];
    }

    @Override
    public boolean hasNull() {
        return false;
    }

    @Override
    public int numNulls() {
        return 0;
    }

    @Override
    public boolean isNullAt(int row) {
        return false;
    }

    @Override
    public void close() {}

    private UnsupportedOperationException noPlainValue() {
        return new UnsupportedOperationException("a struct of " + Arrays.toString(parts));
    }

    @Override
    public boolean getBoolean(int row) {
        throw noPlainValue();
    }

    @Override
    public byte getByte(int row) {
        throw noPlainValue();
    }

    @Override
    public short getShort(int row) {
        throw noPlainValue();
    }

    @Override
    public int getInt(int row) {
        throw noPlainValue();
    }

    @Override
    public long getLong(int row) {
        throw noPlainValue();
    }

    @Override
    public float getFloat(int row) {
        throw noPlainValue();
    }

    @Override
    public double getDouble(int row) {
        throw noPlainValue();
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw noPlainValue();
    }

    @Override
    public ColumnarMap getMap(int row) {
        throw noPlainValue();
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw noPlainValue();
    }

    @Override
    public UTF8String getUTF8String(int row) {
        throw noPlainValue();
    }

    @Override
    public byte[] getBinary(int row) {
        throw noPlainValue();
    }
}
