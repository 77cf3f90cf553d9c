package io.sluice.write;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;

/**
 * Partition values as DuckDB writes them, in the text form of tables. Source: Delta protocol, section "Partition Value
 * Serialization".
 */
final class PartitionText {
    private PartitionText() {}

    /** {@code 2026-01-01 10:00:00.5+00} becomes {@code 2026-01-01T10:00:00.5Z}; other types are written alike. */
    static String of(DataType type, String duckDb) {
        return type == Primitive.TIMESTAMP && duckDb.endsWith("+00")
                ? duckDb.substring(0, duckDb.length() - "+00".length()).replace(' ', 'T') + "Z"
                : duckDb;
    }
}
