package io.sluice.compat.judge;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Sluice's SQL hands out, which is plain numbers and texts, as the Java values that are compared. */
public final class SqlValues {
    private SqlValues() {}

    public static List<Object> row(List<Field> columns, List<Object> values) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            row.add(value(columns.get(i).type(), values.get(i)));
        }
        return row;
    }

    private static Object value(DataType type, Object plain) {
        if (plain == null) {
            return null;
        } else if (type instanceof Struct struct) {
            Map<?, ?> fields = (Map<?, ?>) plain;
            return new Canonical.StructValue(struct.fields().stream()
                    .map(field -> value(field.type(), fields.get(field.name())))
                    .collect(ArrayList::new, List::add, List::addAll));
        } else if (type instanceof Array array) {
            return ((List<?>) plain)
                    .stream()
                            .map(element -> value(array.element(), element))
                            .collect(ArrayList::new, List::add, List::addAll);
        } else if (type instanceof Mapping mapping) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) plain)
                    .forEach((key, value) -> entries.put(key(mapping.key(), key), value(mapping.value(), value)));
            return entries;
        }
        return type instanceof Primitive primitive ? value(primitive, plain) : plain;
    }

    /** Keys are texts, whatever their type is. */
    private static Object key(DataType type, Object key) {
        boolean number = type == Primitive.INTEGER || type == Primitive.LONG;
        return number ? Long.valueOf((String) key) : value(type, key);
    }

    private static Object value(Primitive type, Object plain) {
        return switch (type) {
            case DATE -> LocalDate.parse((String) plain);
            case TIMESTAMP_NTZ -> local((String) plain);
            case TIMESTAMP -> local(((String) plain).replaceFirst("\\+00$", "")).toInstant(ZoneOffset.UTC);
            case BINARY -> bytes((String) plain);
            default -> plain;
        };
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
