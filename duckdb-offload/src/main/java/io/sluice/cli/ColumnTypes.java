package io.sluice.cli;

import io.sluice.duckdb.DuckDbTypes;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code amount=decimal(10,2),day=date}. Types may be written as tables show them, or as DuckDB does. */
final class ColumnTypes {
    private ColumnTypes() {}

    static Map<String, DataType> parse(List<String> arguments) {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (String argument : arguments) {
            for (String part : split(argument)) {
                int separator = part.indexOf('=') > 0 ? part.indexOf('=') : part.indexOf(':');
                if (separator < 1) {
                    throw SluiceException.user(
                            "--types '%s' is not NAME=TYPE: write, for example, amount=decimal(10,2)".formatted(part));
                }
                types.put(
                        part.substring(0, separator).strip(),
                        type(part.substring(separator + 1).strip()));
            }
        }
        return types;
    }

    private static DataType type(String text) {
        return Arrays.stream(Primitive.values())
                .filter(primitive -> primitive.text().equalsIgnoreCase(text))
                .<DataType>map(primitive -> primitive)
                .findFirst()
                .orElseGet(() -> DuckDbTypes.parse(text.toUpperCase(Locale.ROOT)));
    }

    /** Splits at the commas outside of parentheses. */
    private static List<String> split(String argument) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < argument.length(); i++) {
            char character = argument.charAt(i);
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                parts.add(argument.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(argument.substring(start).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
