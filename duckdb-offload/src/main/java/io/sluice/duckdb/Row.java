package io.sluice.duckdb;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The row that a result stands at. Columns are counted from 1. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** The value as text; null if it is null. */
    public String text(int column) throws SQLException {
        return results.getString(column);
    }

    public Optional<String> optionalText(int column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    public long number(int column) throws SQLException {
        return results.getLong(column);
    }

    public boolean flag(int column) throws SQLException {
        return results.getBoolean(column);
    }

    /** The value as the driver represents it; null if it is null. */
    public Object value(int column) throws SQLException {
        return results.getObject(column);
    }

    /** A list of values; empty if it is null. */
    public List<Object> list(int column) throws SQLException {
        Array array = results.getArray(column);
        return array == null ? List.of() : Arrays.asList((Object[]) array.getArray());
    }

    /** A map; empty if it is null. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(int column) throws SQLException {
        Object map = results.getObject(column);
        return map == null ? Map.of() : (Map<String, Object>) map;
    }
}
