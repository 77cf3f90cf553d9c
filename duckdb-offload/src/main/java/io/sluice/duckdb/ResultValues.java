package io.sluice.duckdb;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** Reads a result into the plain values that {@link RowSink#row} names. */
final class ResultValues {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private ResultValues() {}

    static long drain(ResultSet results, RowSink sink) throws SQLException {
        ResultSetMetaData metadata = results.getMetaData();
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(new ResultColumn(metadata.getColumnName(i), metadata.getColumnTypeName(i)));
        }
        sink.begin(columns);
        long rows = 0;
        while (results.next()) {
            List<Object> values = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                values.add(value(results, i, columns.get(i - 1).type()));
            }
            sink.row(values);
            rows++;
        }
        sink.end();
        return rows;
    }

    private static Object value(ResultSet results, int column, String type) throws SQLException {
        return switch (type) {
            // The driver's own choice goes through the Java zone's calendar, which has gaps.
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> {
                LocalDateTime timestamp = results.getObject(column, LocalDateTime.class);
                yield timestamp == null ? null : TIMESTAMP.format(timestamp);
            }
            default -> plain(results.getObject(column));
        };
    }

    private static Object plain(Object value) throws SQLException {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Timestamp timestamp) {
            return TIMESTAMP.format(timestamp.toLocalDateTime());
        }
        if (value instanceof LocalDateTime timestamp) {
            return TIMESTAMP.format(timestamp);
        }
        if (value instanceof OffsetDateTime timestamp) {
            return TIMESTAMP.format(timestamp.withOffsetSameInstant(ZoneOffset.UTC)) + "+00";
        }
        if (value instanceof Blob blob) {
            return hex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof Array array) {
            List<Object> items = new ArrayList<>();
            for (Object item : (Object[]) array.getArray()) {
                items.add(plain(item));
            }
            return items;
        }
        return value instanceof Map<?, ?> || value instanceof Struct ? map(value) : value.toString();
    }

    private static Object map(Object value) throws SQLException {
        Map<?, ?> entries = value instanceof DuckDBStruct struct ? struct.getMap() : (Map<?, ?>) value;
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            map.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
        }
        return map;
    }

    /** As DuckDB writes bytes: printable ASCII as it is, the rest as {@code \xNN}. */
    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            boolean plain = each >= ' ' && each < 127 && each != '\\' && each != '\'' && each != '"';
            text.append(plain ? String.valueOf((char) each) : "\\x%02X".formatted(each));
        }
        return text.toString();
    }
}
