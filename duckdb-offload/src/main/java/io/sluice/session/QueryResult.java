package io.sluice.session;

import io.sluice.duckdb.RowSink;
import java.nio.file.Path;

/** The result of a query that has not run yet. One of the methods is called, once. */
public interface QueryResult {
    /** Runs the query, and hands its rows over as they come. */
    void stream(RowSink sink);

    /**
     * Runs the query, and writes its rows to a Parquet file.
     *
     * @param file is replaced if it is there
     */
    void writeParquet(Path file);
}
