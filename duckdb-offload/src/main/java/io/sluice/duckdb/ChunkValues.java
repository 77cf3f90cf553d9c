package io.sluice.duckdb;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.duckdb.DuckDBReadableVector;

/**
 * The values of a vector of BIGINT. The driver hands them out one by one, with half a dozen checks and calls for each,
 * which costs more than reading a column of a file does. So they are copied at once out of the memory that the driver
 * reads them from, where that can be had and is seen to hold them; otherwise they are asked for.
 */
final class ChunkValues {
    private static final Optional<Field> MEMORY = memory();

    private ChunkValues() {}

    /** @param vector of BIGINT, without nulls */
    static long[] of(DuckDBReadableVector vector) {
        int count = Math.toIntExact(vector.rowCount());
        long[] values = new long[count];
        if (count > 0 && !copy(vector, values)) {
            ask(vector, values);
        }
        return values;
    }

    static void ask(DuckDBReadableVector vector, long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.getLong(i);
        }
    }

    /** Whether the values are there now; otherwise they are undefined. */
    static boolean copy(DuckDBReadableVector vector, long[] values) {
        if (MEMORY.isEmpty()) {
            return false;
        }
        try {
            if (!(MEMORY.get().get(vector) instanceof ByteBuffer memory)
                    || memory.capacity() != values.length * Long.BYTES) {
                return false;
            }
            memory.asLongBuffer().get(0, values);
            int last = values.length - 1;
            return values[0] == vector.getLong(0) && values[last] == vector.getLong(last);
        } catch (IllegalAccessException closed) {
            return false;
        }
    }

    private static Optional<Field> memory() {
        try {
            Field memory = DuckDBReadableVector.class.getDeclaredField("data");
            memory.setAccessible(true);
            return Optional.of(memory);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return Optional.empty();
        }
    }
}
