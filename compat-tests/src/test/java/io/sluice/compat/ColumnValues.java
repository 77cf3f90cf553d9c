package io.sluice.compat;

import io.sluice.table.DataType;
import io.sluice.table.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A nullable column, and what it holds from the first row on. */
record ColumnValues(String name, DataType type, List<Object> values) {
    ColumnValues {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    static ColumnValues of(String name, DataType type, Object... values) {
        return new ColumnValues(name, type, Arrays.asList(values));
    }

    static List<Field> fields(List<ColumnValues> columns) {
        return columns.stream()
                .map(column -> Field.optional(column.name(), column.type()))
                .toList();
    }

    static List<List<Object>> rows(List<ColumnValues> columns) {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < columns.get(0).values().size(); row++) {
            List<Object> values = new ArrayList<>();
            for (ColumnValues column : columns) {
                values.add(column.values().get(row));
            }
            rows.add(values);
        }
        return rows;
    }

    static List<String> texts(List<ColumnValues> columns) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type().text())
                .toList();
    }
}
