package io.sluice.compat.bench.program;

import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.OpenSession;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.RowSink;
import io.sluice.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs statements in one process, one a line; the time of each is printed in milliseconds. A line that begins with
 * {@code bare:} goes to a plain DuckDB session in the same process, any other to a session over the lake. Arguments:
 * lake, file of statements.
 */
public final class SluiceStatements {
    private static final String BARE = "bare:";

    private SluiceStatements() {}

    public static void main(String[] arguments) throws IOException {
        try (Lake lake = OpenLake.at(arguments[0]);
                OpenSession session = OpenSession.over(lake, DuckDbSettings.DEFAULT);
                DuckDbSession bare = DuckDbSession.open(DuckDbSettings.DEFAULT, new Cancellation())) {
            for (String line : Files.readAllLines(Path.of(arguments[1]))) {
                long begin = System.nanoTime();
                if (line.startsWith(BARE)) {
                    bare.execute(line.substring(BARE.length()));
                } else {
                    session.run(line, new Nowhere());
                }
                System.out.println("ms " + (System.nanoTime() - begin) / 1e6);
            }
        }
    }

    /** Reads all rows and keeps none. */
    private static final class Nowhere implements RowSink {
        @Override
        public void begin(List<ResultColumn> columns) {}

        @Override
        public void row(List<Object> values) {}

        @Override
        public void end() {}
    }
}
