package io.sluice.session;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.List;

/** For statements whose result nobody wants. */
enum NoRows implements RowSink {
    INSTANCE;

    @Override
    public void begin(List<ResultColumn> columns) {
        // Nobody wants to know.
    }

    @Override
    public void row(List<Object> values) {
        // Nobody wants to know.
    }

    @Override
    public void end() {
        // Nobody wants to know.
    }
}
