package io.sluice.duckdb;

import java.util.List;

/** Takes the rows of a result, one after the other. */
public interface RowSink {
    /** Called once, before the first row. */
    void begin(List<ResultColumn> columns);

    /**
     * Called for each row.
     *
     * @param values one per column: null, {@code Boolean}, {@code Number}, {@code String} (also for dates, times and
     *     everything else that JSON has no form for), {@code List}, {@code Map}
     */
    void row(List<Object> values);

    /** Called once, after the last row. */
    void end();
}
