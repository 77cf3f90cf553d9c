package io.sluice.compat.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The one text form in which values of all readers are compared. Two values have the same text only if they are equal
 * and of the same kind; decimals keep their scale, and the order of a map's entries does not count.
 */
public final class Canonical {
    private Canonical() {}

    /** The value of a struct: its fields in order. */
    public record StructValue(List<Object> fields) {
        public StructValue {
            fields = new ArrayList<>(fields);
        }
    }

    public static StructValue struct(Object... fields) {
        return new StructValue(Arrays.asList(fields));
    }

    /** One row; sorted texts of rows are how tables are compared. */
    public static String row(Object... values) {
        return row(Arrays.asList(values));
    }

    public static String row(Collection<?> values) {
        return values.stream().map(Canonical::text).collect(Collectors.joining(" | "));
    }

    /** Rows as a test wants them, in the order in which readers give them. */
    public static List<String> rows(Collection<? extends Collection<?>> rows) {
        return rows.stream().map(Canonical::row).sorted().toList();
    }

    static String text(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Float || value instanceof Double) {
            return String.valueOf(value);
        }
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            return "dec " + decimal.toPlainString();
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalDate || value instanceof LocalDateTime || value instanceof Instant) {
            return value.toString();
        }
        return nested(value);
    }

    private static String nested(Object value) {
        if (value instanceof StructValue struct) {
            return struct.fields().stream().map(Canonical::text).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Canonical::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "<", ">"));
        }
        throw new IllegalArgumentException("no canonical text for " + value.getClass());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\\' || c == '\'') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('\'').toString();
    }
}
