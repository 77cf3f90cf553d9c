package io.sluice.compat.differential;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.ArrayList;
import java.util.List;

/** A result as a bag: the names and types of its columns, and its rows as sorted texts. */
record Rows(List<String> columns, List<String> rows) {
    /** Takes a result as it comes. */
    static final class Collector implements RowSink {
        private final List<String> columns = new ArrayList<>();
        private final List<List<Object>> rows = new ArrayList<>();

        @Override
        public void begin(List<ResultColumn> names) {
            columns.clear();
            rows.clear();
            names.forEach(column -> columns.add(column.name() + " " + column.type()));
        }

        @Override
        public void row(List<Object> values) {
            rows.add(values);
        }

        @Override
        public void end() {}

        List<List<Object>> values() {
            return rows;
        }

        Rows sorted() {
            return new Rows(columns, rows.stream().map(List::toString).sorted().toList());
        }
    }
}
