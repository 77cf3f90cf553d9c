package io.sluice.query;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of the last result. */
final class CollectedRows implements RowSink {
    private List<ResultColumn> columns = List.of();
    private final List<List<Object>> rows = new ArrayList<>();
    private int results;

    @Override
    public void begin(List<ResultColumn> begun) {
        columns = begun;
        rows.clear();
    }

    @Override
    public void row(List<Object> values) {
        rows.add(values);
    }

    @Override
    public void end() {
        results++;
    }

    List<ResultColumn> columns() {
        return columns;
    }

    List<List<Object>> rows() {
        return rows;
    }

    int results() {
        return results;
    }
}
