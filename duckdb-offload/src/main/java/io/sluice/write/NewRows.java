package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.table.Field;
import io.sluice.table.StableMap;
import io.sluice.table.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows for a table: which column of a query is which column of the table.
 *
 * @param sources by the name of a column of the table, the number of the query's column, from 0; columns that are not
 *     here have their defaults
 * @param extras columns of files that are none of the table's: the number of the query's column by physical name
 */
public record NewRows(RowQuery query, Map<String, Integer> sources, Map<String, Integer> extras) {
    public NewRows {
        requireNonNull(query, "query");
        sources = StableMap.copyOf(sources);
        extras = StableMap.copyOf(extras);
    }

    /** The query's columns are these of the table, in order; a user error if their numbers differ. */
    public static NewRows byPosition(RowQuery query, List<Field> columns) {
        if (query.columns().size() != columns.size()) {
            throw SluiceException.user("the rows have %s, but %s: %s"
                    .formatted(
                            counted(query.columns().size()),
                            counted(columns.size()) + (columns.size() == 1 ? " is needed" : " are needed"),
                            columns.stream().map(Field::name).collect(Collectors.joining(", "))));
        }
        Map<String, Integer> sources = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            sources.put(columns.get(i).name(), i);
        }
        return new NewRows(query, sources, Map.of());
    }

    private static String counted(int columns) {
        return columns == 1 ? "1 column" : columns + " columns";
    }

    /**
     * The query's columns are those of the table that have their names, in any case; a user error if there is none of
     * that name, or if a name is there twice.
     *
     * @param extras names of the query's columns that go into the files as they are
     */
    public static NewRows byName(RowQuery query, TableSchema schema, List<String> extras) {
        Map<String, Integer> sources = new LinkedHashMap<>();
        Map<String, Integer> others = new LinkedHashMap<>();
        for (int i = 0; i < query.columns().size(); i++) {
            String name = query.columns().get(i).name();
            boolean extra = extras.contains(name);
            Optional<Field> column = schema.column(name);
            if (!extra && column.isEmpty()) {
                throw SluiceException.user("the table has no column '%s': its columns are %s"
                        .formatted(
                                name, schema.columns().stream().map(Field::name).collect(Collectors.joining(", "))));
            }
            Map<String, Integer> known = extra ? others : sources;
            if (known.put(extra ? name : column.get().name(), i) != null) {
                throw SluiceException.user("the rows have two columns of the name '%s'".formatted(name));
            }
        }
        return new NewRows(query, sources, others);
    }

    /** A user error for a column that must not be null and for which there are no values. */
    void requireValuesFor(List<Field> columns) {
        for (Field column : columns) {
            boolean given = sources.containsKey(column.name())
                    || column.defaultExpression().isPresent();
            if (!column.nullable() && !given) {
                throw SluiceException.user(
                        "column '%s' must not be null, and the new rows have no value for it".formatted(column.name()));
            }
        }
    }
}
