package io.sluice.compat.process;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps the rows of results as texts, {@code [1,a]}. */
public final class RowTexts implements RowSink {
    private final List<String> texts = new ArrayList<>();

    /** The rows so far. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        // They are those that were asked for.
    }

    @Override
    public void row(List<Object> values) {
        texts.add(values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
    }

    @Override
    public void end() {
        // All rows are there.
    }
}
