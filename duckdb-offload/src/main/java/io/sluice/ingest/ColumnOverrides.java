package io.sluice.ingest;

import io.sluice.table.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the user says about the columns of the files.
 *
 * @param names names by position, instead of those in the files; empty if the files' own count
 * @param types types of a table that is created, by column name in lower case
 */
public record ColumnOverrides(List<String> names, Map<String, DataType> types) {
    public static final ColumnOverrides NONE = new ColumnOverrides(List.of(), Map.of());

    public ColumnOverrides {
        names = List.copyOf(names);
        Map<String, DataType> lowered = new LinkedHashMap<>();
        types.forEach((name, type) -> lowered.put(name.toLowerCase(Locale.ROOT), type));
        types = Collections.unmodifiableMap(lowered);
    }

    /** The type that the user wants for a column. */
    public Optional<DataType> type(String column) {
        return Optional.ofNullable(types.get(column.toLowerCase(Locale.ROOT)));
    }
}
