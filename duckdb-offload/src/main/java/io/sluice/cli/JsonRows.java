package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a result as a JSON array with one object, on one line, per row. NaN and the infinities are texts. */
final class JsonRows implements RowSink {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final PrintStream out;
    private List<String> names;
    private long rows;

    JsonRows(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        rows = 0;
        names = new ArrayList<>();
        for (ResultColumn column : columns) {
            String name = column.name();
            for (int copy = 1; names.contains(name); copy++) {
                name = column.name() + "_" + copy;
            }
            names.add(name);
        }
        out.print("[");
    }

    @Override
    public void row(List<Object> values) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(line)) {
            generator.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                generator.writeFieldName(names.get(i));
                Json.write(values.get(i), generator);
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print(rows++ == 0 ? "\n" : ",\n");
        out.append(line.getBuffer());
    }

    @Override
    public void end() {
        out.print(rows == 0 ? "]\n" : "\n]\n");
        out.flush();
    }
}
