package io.sluice.trino.programs;

import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rows of a result as texts. */
final class Rows {
    private Rows() {}

    /** Whether the sign of a zero matters, which is not defined where equal values are told to be one. */
    private enum Zeros {
        SIGNED,
        PLAIN
    }

    /** In the order of the result, with all zeros plain. */
    static Stream<String> texts(MaterializedResult result) {
        return result.getMaterializedRows().stream().map(row -> text(row, Zeros.PLAIN));
    }

    /** Of the columns of a table, which come first. Equal values are in one partition, whose zero has one sign. */
    static Stream<String> texts(List<MaterializedRow> rows, TableModel table) {
        return rows.stream().map(row -> {
            List<String> parts = new ArrayList<>();
            for (Column column : table.columns()) {
                Zeros zeros = table.partitionedBy(column) ? Zeros.PLAIN : Zeros.SIGNED;
                parts.add(text(row.getField(parts.size()), zeros));
            }
            return parts.toString();
        });
    }

    private static String text(Object value, Zeros zeros) {
        if (value instanceof MaterializedRow row) {
            return text(row.getFields(), zeros);
        } else if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, String> entries = new TreeMap<>();
            map.forEach((key, each) -> entries.put(text(key, zeros), text(each, zeros)));
            return entries.toString();
        } else if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            list.forEach(each -> parts.add(text(each, zeros)));
            return parts.toString();
        } else if (value instanceof Double || value instanceof Float) {
            String text = value.toString();
            return zeros == Zeros.PLAIN && text.equals("-0.0") ? "0.0" : text;
        } else if (value instanceof ZonedDateTime instant) {
            return instant.toInstant().toString();
        }
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
