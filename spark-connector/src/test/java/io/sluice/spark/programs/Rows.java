package io.sluice.spark.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** A result as a bag: the names and types of its columns, and its rows as sorted texts. */
record Rows(List<String> columns, List<String> rows) {
    /** Whether the sign of a zero matters, which is not defined where equal values are told to be one. */
    enum Zeros {
        SIGNED,
        PLAIN
    }

    static Rows of(Dataset<Row> result, Zeros zeros) {
        List<String> columns = new ArrayList<>();
        for (var field : result.schema().fields()) {
            columns.add(field.dataType().sql());
        }
        return new Rows(columns, texts(result.collectAsList(), zeros));
    }

    static List<String> texts(List<Row> rows, Zeros zeros) {
        return rows.stream().map(row -> text(row, zeros)).sorted().toList();
    }

    static String text(Object value, Zeros zeros) {
        if (value instanceof Row row) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                parts.add(text(row.get(i), zeros));
            }
            return parts.toString();
        } else if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            Map<String, String> entries = new TreeMap<>();
            CollectionConverters.asJava(map).forEach((key, each) -> entries.put(text(key, zeros), text(each, zeros)));
            return entries.toString();
        } else if (value instanceof scala.collection.Seq<?> sequence) {
            List<String> parts = new ArrayList<>();
            CollectionConverters.asJava(sequence).forEach(each -> parts.add(text(each, zeros)));
            return parts.toString();
        } else if (value instanceof Double || value instanceof Float) {
            String text = value.toString();
            return zeros == Zeros.PLAIN && text.equals("-0.0") ? "0.0" : text;
        }
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
