package io.sluice.session;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.util.List;

/** Rows that are there already. */
record SmallResult(List<ResultColumn> columns, List<List<Object>> rows) implements QueryResult {
    @Override
    public void stream(RowSink sink) {
        sink.begin(columns);
        rows.forEach(sink::row);
        sink.end();
    }

    @Override
    public void writeParquet(Path file) {
        throw SluiceException.user("only results of queries are written as Parquet: use -o csv or -o json");
    }
}
