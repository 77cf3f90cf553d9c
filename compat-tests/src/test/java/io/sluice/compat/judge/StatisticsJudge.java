package io.sluice.compat.judge;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.duckdb.SqlText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Holds the statistics of a table's files, as Kernel finds them, against the values in the files. Source: Delta
 * protocol, "Per-file Statistics".
 */
public final class StatisticsJudge {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Connection duckdb;
    private final List<String> complaints = new ArrayList<>();

    private StatisticsJudge(Connection duckdb) {
        this.duckdb = duckdb;
    }

    /** What is wrong, a sentence each: files without statistics, wrong counts, values beyond bounds. */
    public static List<String> complaints(KernelJudge table) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            StatisticsJudge judge = new StatisticsJudge(connection);
            for (Map.Entry<String, Optional<String>> file : table.statistics().entrySet()) {
                judge.judge(Path.of(URI.create(file.getKey())), file.getValue());
            }
            return judge.complaints;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(Path file, Optional<String> statistics) throws SQLException, IOException {
        if (statistics.isEmpty()) {
            complaints.add(file + " has no statistics");
            return;
        }
        String from = " FROM read_parquet(%s, hive_partitioning=false)".formatted(SqlText.literal(file.toString()));
        JsonNode stated = JSON.readTree(statistics.get());
        require(file, "numRecords", "SELECT count(*) = %s".formatted(stated.path("numRecords")) + from);
        leaves(
                stated.path("nullCount"),
                "",
                (column, nulls) -> require(
                        file,
                        "nullCount of " + column,
                        "SELECT count(*) - count(%s) = %s".formatted(column, nulls.asText()) + from));
        leaves(
                stated.path("minValues"),
                "",
                (column, min) -> require(
                        file,
                        "minValues of " + column,
                        "SELECT coalesce(bool_and(%s >= %s), true)".formatted(column, literal(min)) + from));
        leaves(
                stated.path("maxValues"),
                "",
                (column, max) -> require(
                        file,
                        "maxValues of " + column,
                        "SELECT coalesce(bool_and(%s), true)".formatted(notAbove(column, max)) + from));
    }

    private static String notAbove(String column, JsonNode max) {
        String text = max.asText();
        // Bounds of timestamps are cut to milliseconds, and readers know it.
        boolean timestamp = text.matches("[+-]?\\d{4,}-\\d\\d-\\d\\d[T ].*");
        return timestamp
                ? "%s < CAST(%s AS TIMESTAMPTZ) + INTERVAL 1 MILLISECOND".formatted(column, literal(max))
                : "%s <= %s".formatted(column, literal(max));
    }

    private static String literal(JsonNode bound) {
        return SqlText.literal(bound.isNumber() ? bound.decimalValue().toPlainString() : bound.asText());
    }

    private static void leaves(JsonNode tree, String prefix, BiConsumer<String, JsonNode> leaf) {
        tree.properties().forEach(field -> {
            String column = prefix + SqlText.identifier(field.getKey());
            if (field.getValue().isObject()) {
                leaves(field.getValue(), column + ".", leaf);
            } else if (!field.getValue().isNull()) {
                leaf.accept(column, field.getValue());
            }
        });
    }

    private void require(Path file, String what, String condition) {
        // A statement that has failed is closed.
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(condition)) {
            result.next();
            if (!result.getBoolean(1)) {
                complaints.add("%s: %s is wrong".formatted(file.getFileName(), what));
            }
        } catch (SQLException e) {
            complaints.add("%s: %s cannot be checked: %s".formatted(file.getFileName(), what, e.getMessage()));
        }
    }
}
