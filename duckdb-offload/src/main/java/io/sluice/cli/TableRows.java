package io.sluice.cli;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.List;

/** Writes a result as a table for people. */
final class TableRows implements RowSink {
    /** The columns of an answer to EXPLAIN: a name, and a picture of several lines. */
    private static final List<String> PLAN = List.of("explain_key", "explain_value");

    private final Terminal terminal;
    /** Null while pictures are shown. */
    private TextTable table;

    TableRows(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        List<String> names = columns.stream().map(ResultColumn::name).toList();
        table = names.equals(PLAN) ? null : TextTable.to(terminal, names);
    }

    @Override
    public void row(List<Object> values) {
        if (table == null) {
            terminal.out().print(values.get(1));
        } else {
            table.row(values);
        }
    }

    @Override
    public void end() {
        if (table != null) {
            table.end("row", "rows");
        }
    }
}
