package io.sluice.compat;

import io.sluice.compat.judge.Canonical.StructValue;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Java values as a DuckDB query: what a test expects to read is what it has written. */
final class SqlRows {
    private SqlRows() {}

    /** A query with these rows, whose columns have the names and types of the fields. */
    static String select(List<Field> columns, List<? extends List<?>> rows) {
        return rows.stream().map(row -> selectRow(columns, row)).collect(Collectors.joining(" UNION ALL "));
    }

    private static String selectRow(List<Field> columns, List<?> row) {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            sql.append(i == 0 ? "" : ", ")
                    .append(value(column.type(), row.get(i)))
                    .append(" AS ")
                    .append(SqlText.identifier(column.name()));
        }
        return sql.toString();
    }

    private static String value(DataType type, Object value) {
        return "CAST(%s AS %s)".formatted(literal(type, value), DuckDbTypes.sql(type));
    }

    private static String literal(DataType type, Object value) {
        if (value == null) {
            return "NULL";
        } else if (type instanceof Struct struct) {
            return struct(struct.fields(), ((StructValue) value).fields());
        } else if (type instanceof Array array) {
            return ((List<?>) value)
                    .stream()
                            .map(element -> value(array.element(), element))
                            .collect(Collectors.joining(", ", "[", "]"));
        } else if (type instanceof Mapping mapping) {
            return ((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry -> value(mapping.key(), entry.getKey()) + ": "
                                    + value(mapping.value(), entry.getValue()))
                            .collect(Collectors.joining(", ", "MAP {", "}"));
        } else if (value instanceof byte[] bytes) {
            return "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
        }
        return SqlText.literal(text(value));
    }

    private static String struct(List<Field> fields, List<Object> values) {
        StringBuilder sql = new StringBuilder("{");
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            sql.append(i == 0 ? "" : ", ")
                    .append(SqlText.identifier(field.name()))
                    .append(": ")
                    .append(value(field.type(), values.get(i)));
        }
        return sql.append('}').toString();
    }

    private static String text(Object value) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof LocalDateTime || value instanceof BigDecimal) {
            return value.toString();
        }
        return String.valueOf(value);
    }
}
