package io.sluice.duckdb;

import java.sql.SQLException;

/** Makes a value of the row that a result stands at. */
@FunctionalInterface
public interface RowReader<T> {
    T read(Row row) throws SQLException;
}
