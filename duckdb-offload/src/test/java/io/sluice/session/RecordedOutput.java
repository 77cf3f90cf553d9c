package io.sluice.session;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.ArrayList;
import java.util.List;

/** What a session has said: reports as text, rows as lists. */
final class RecordedOutput implements SessionOutput {
    private final List<String> said = new ArrayList<>();

    List<String> said() {
        return said;
    }

    @Override
    public void query(QueryResult result) {
        result.stream(new RowSink() {
            @Override
            public void begin(List<ResultColumn> columns) {
                // Only rows are looked at.
            }

            @Override
            public void row(List<Object> values) {
                said.add(String.valueOf(values));
            }

            @Override
            public void end() {
                // Only rows are looked at.
            }
        });
    }

    @Override
    public void report(StatementReport report) {
        said.add(report.text());
    }
}
