package io.sluice.cli;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.io.PrintStream;
import java.util.List;

/** Writes a result as CSV (RFC 4180, with line feeds). Null is nothing, the empty text is {@code ""}. */
final class CsvRows implements RowSink {
    private final PrintStream out;
    private final StringBuilder line = new StringBuilder();

    CsvRows(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        row(columns.stream().<Object>map(ResultColumn::name).toList());
    }

    @Override
    public void row(List<Object> values) {
        line.setLength(0);
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : ",");
            if (values.get(i) != null) {
                append(CellText.of(values.get(i)));
            }
        }
        out.append(line.append('\n'));
    }

    private void append(String text) {
        boolean quoted = text.isEmpty() || text.chars().anyMatch(each -> ",\"\n\r".indexOf(each) >= 0);
        line.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    @Override
    public void end() {
        out.flush();
    }
}
