package io.sluice.cli;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.List;

/** Writes a result as a table for people. */
final class TableRows implements RowSink {
    private final Terminal terminal;
    private TextTable table;

    TableRows(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        table = TextTable.to(terminal, columns.stream().map(ResultColumn::name).toList());
    }

    @Override
    public void row(List<Object> values) {
        table.row(values);
    }

    @Override
    public void end() {
        table.end("row", "rows");
    }
}
