package io.sluice.compat.bench.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The least that a JVM with DuckDB can do with a CSV file: copy it to Parquet. No table, no statistics, no sync, no
 * commit. Arguments: source, target, and a memory limit or {@code -}.
 */
public final class BareCopy {
    private BareCopy() {}

    public static void main(String[] arguments) throws SQLException, java.io.IOException {
        Files.deleteIfExists(Path.of(arguments[1]));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            if (!arguments[2].equals("-")) {
                statement.execute("SET memory_limit = '" + arguments[2] + "'");
            }
            statement.execute("COPY (FROM read_csv('" + arguments[0] + "')) TO '" + arguments[1]
                    + "' (FORMAT parquet, COMPRESSION zstd)");
        }
    }
}
